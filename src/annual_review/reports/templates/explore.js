"use strict";
// Searches the statements, measures, needs and challenges that a page holds as JSON. What is chosen stands in
// the address (#kind=needs&country=AZE&…), so that a search can be shared. Documents' words become
// text and never markup. Without this script the page has a sentence and a table of the first rows.
(async () => {
  const root = document.querySelector("[data-explore]");
  const instead = root.querySelector(".instead");
  const FIRST = 10, AT_ONCE = 50, ON_PAPER = 1000, LONG = 700;

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }
  const counted = (n, noun) => `${n.toLocaleString("en")} ${n === 1 ? noun.replace(/ies$/, "y").replace(/s$/, "") : noun}`;

  // ---- what the page holds ----------------------------------------------------------------------

  async function held() {
    const script = root.querySelector("script[type='application/json']");
    if (script.dataset.encoding !== "gzip") return JSON.parse(script.textContent);
    const bytes = Uint8Array.from(atob(script.textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  let data;
  instead.hidden = true;
  try {
    data = await held();
  } catch (error) {
    instead.hidden = false;
    instead.prepend(element("p", {}, `This browser cannot open what the page holds (${error.message}). A newer one can.`));
    return;
  }

  const written = (spans) => spans.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(", ");

  const records = { statements: [], ...Object.fromEntries(data.kinds.map((kind) => [kind, []])) };
  for (const [report, question, n, spans, speaker, party, answer, text, items] of data.rows) {
    const [report_id, iso3, subject, first, last] = data.reports[report];
    const [country, region] = data.countries[iso3];
    const field = data.fields[question];
    const organization = data.speakers[speaker];
    const statement = {
      kind: "statements", id: `${report_id}/${field}/${n}`, report_id, text,
      country: iso3, region, subject, question: field, party: data.parties[party], topic: [], sure: items.length ? "yes" : "",
      priority: "", name: country, spans, answer: data.answers[answer], organization,
      years: spans.length ? written(spans) : `no year (baseline of ${written([[first, last]])})`,
      latest: spans.length ? spans.at(-1)[1] : last,
    };
    records.statements.push(statement);
    for (const [n, tail, start, length, topics, unsure, priority] of items) {
      const topic = topics.map((code) => data.codes[code]);
      const kind = data.kinds[n];
      records[kind].push({
        ...statement, kind, id: `${statement.id}/${tail}`,
        text: length < 0 ? start : text.slice(start, start + length), topic, sure: unsure ? "no" : "yes",
        priority: data.priorities[priority] ?? "",
      });
      for (const code of topic) if (!statement.topic.includes(code)) statement.topic.push(code);
      if (unsure) statement.sure = "no";
    }
  }
  const words_of = (record) => (record.words ??= plain(record.text));
  const labels = {
    region: {}, country: {}, subject: data.subjects, question: data.questions,
    party: data.sides, topic: Object.fromEntries(data.topics.map(([code, label]) => [code, label])),
    sure: { no: "Unsure: to check", yes: "Sure" },
  };
  for (const [iso3, [name, region]] of Object.entries(data.countries)) {
    labels.country[iso3] = name;
    labels.region[region] = region;
  }

  // ---- what can be chosen -----------------------------------------------------------------------

  const form = element("form", { className: "search", autocomplete: "off" });
  const controls = {};

  function control(name, label, field) {
    field.id = `explore-${name}`;
    field.name = name;
    controls[name] = field;
    return element("p", {}, element("label", { htmlFor: field.id }, label), field);
  }
  const options = (pairs) => pairs.map(([value, text]) => element("option", { value }, text));
  const choice = (name, label, ...within) => control(name, label, element("select", {}, ...within));
  const by_name = ([, a], [, b]) => a.localeCompare(b, "en");
  const facet = (name, label, any) => choice(name, label, ...options([
    ["", any],
    ...(["region", "country"].includes(name)
      ? Object.entries(labels[name]).sort(by_name) : Object.entries(labels[name])),
  ]));
  const topics_of = (label, scheme) =>
    element("optgroup", { label }, ...options(data.topics.filter((topic) => topic[2] === scheme)));
  const sole = (name) => Object.keys(labels[name]).length < 2;
  const bounds = data.rows.flatMap((row) => row[3].flat());
  const first = bounds.reduce((a, b) => Math.min(a, b), Infinity);
  const last = bounds.reduce((a, b) => Math.max(a, b), -Infinity);
  const years = bounds.length
    ? Array.from({ length: last - first + 1 }, (_, n) => [`${last - n}`, `${last - n}`]) : [];

  const undated = element("input", { type: "checkbox", checked: true });
  const undated_line = control("undated", "Include what has no year", undated);
  undated_line.className = "tick";
  undated_line.prepend(undated);
  const first_line = element("div", { className: "first" },
    choice("kind", "Search in",
      ...options([["", "Statements"], ...data.kinds.map((kind) => [kind, kind[0].toUpperCase() + kind.slice(1)])])),
    control("q", "Words", element("input", { type: "search", spellcheck: false })));
  const folded = element("details", { open: !window.matchMedia("(max-width: 46rem)").matches },
    element("summary", {}, "Filters"),
    element("div", { className: "filters" },
      ...(sole("region") ? [] : [facet("region", "Region", "All regions")]),
      ...(sole("country") ? [] : [facet("country", "Country", "All countries")]),
      ...(sole("subject") ? [] : [facet("subject", "Subject", "All subjects")]),
      facet("question", "Question", "All questions"),
      choice("topic", "Coded as", ...options([["", "All codes"]]),
        topics_of("Topics of measures", "measure"), topics_of("Kinds of action", "action"), topics_of("Needs", "need"),
        topics_of("Challenges", "challenge"), topics_of("Groups of people", "group")),
      facet("sure", "How sure the codes are", "All"),
      facet("party", "Who speaks", "All"),
      choice("from", "From year", ...options([["", "First"], ...years])),
      choice("to", "To year", ...options([["", "Last"], ...years])),
      choice("order", "Order", ...options([["", "By country"], ["newest", "Newest first"]])),
      undated_line,
    ));
  const clear = element("button", { type: "reset" }, "Clear");
  const save = element("button", { type: "button" }, "Download these rows (CSV)");
  form.append(
    first_line,
    element("p", { className: "hint", id: "explore-hint" },
      "All the words must be there, in any order. Put a phrase in double quotes. "
      + "The address of the page holds the search: copy it to share what you found."),
    folded, element("p", { className: "buttons" }, clear, " ", save),
  );
  controls.q.setAttribute("aria-describedby", "explore-hint");
  form.setAttribute("role", "search");

  const status = element("p", { className: "status" });
  status.setAttribute("role", "status");
  const list = element("ol", { className: "found" });
  const more = element("button", { type: "button" });
  root.append(form, status, list, element("p", { className: "buttons" }, more));

  // ---- searching --------------------------------------------------------------------------------

  const FACETS = ["region", "country", "subject", "question", "topic", "sure", "party"]
    .filter((name) => controls[name]);
  const has = (record, name, value) =>
    (name === "topic" ? record.topic.includes(value) : record[name] === value);

  function chosen() {
    const [from, to] = [controls.from.value, controls.to.value];
    const swapped = from && to && Number(from) > Number(to);
    const sought = [...plain(controls.q.value).matchAll(/"([^"]+)"?|([^\s"]+)/g)]
      .map(([, phrase, word]) => (phrase ?? word).trim().replace(/\s+/g, " ")).filter(Boolean);
    return {
      kind: controls.kind.value || "statements", sought, undated: undated.checked,
      from: Number((swapped ? to : from) || first), to: Number((swapped ? from : to) || last),
      facets: FACETS.map((name) => [name, controls[name].value]).filter(([, value]) => value),
    };
  }

  const in_years = ({ spans }, { from, to, undated }) =>
    (spans.length ? spans.some(([a, b]) => a <= to && b >= from) : undated);

  const has_words = (record, sought) => sought.every((word) => words_of(record).includes(word));

  function search(wanted) {
    const found = records[wanted.kind].filter((record) =>
      wanted.facets.every(([name, value]) => has(record, name, value))
      && in_years(record, wanted) && has_words(record, wanted.sought));
    return controls.order.value ? found.sort((a, b) => b.latest - a.latest) : found;
  }

  // How many records there would be for each value of a facet, if that facet alone were changed
  function count_options(wanted) {
    const counts = Object.fromEntries(FACETS.map((name) => [name, new Map()]));
    for (const record of records[wanted.kind]) {
      const failed = wanted.facets.filter(([name, value]) => !has(record, name, value));
      if (failed.length > 1 || !in_years(record, wanted) || !has_words(record, wanted.sought)) continue;
      for (const name of failed.length ? [failed[0][0]] : FACETS) {
        for (const value of name === "topic" ? record.topic : [record[name]]) {
          counts[name].set(value, (counts[name].get(value) ?? 0) + 1);
        }
      }
    }
    for (const name of FACETS) {
      for (const option of controls[name].options) {
        if (!option.value) continue;
        const n = counts[name].get(option.value) ?? 0;
        const text = `${labels[name][option.value]} (${n.toLocaleString("en")})`;
        if (option.textContent !== text) option.textContent = text;
        option.hidden = option.disabled = !n && !option.selected;
      }
    }
  }

  // ---- showing ----------------------------------------------------------------------------------

  // A text with the words marked; a long one from shortly before the first of them
  function marked(text, sought, whole) {
    const hits = [];
    if (sought.length) {
      let letters = "";
      const places = []; // of each letter that is sought in, in the text
      let place = 0;
      for (const letter of text) {
        const as_sought = plain(letter);
        letters += as_sought;
        for (let n = 0; n < as_sought.length; n++) places.push(place);
        place += letter.length;
      }
      places.push(text.length);
      for (const word of sought) {
        for (let at = letters.indexOf(word); at >= 0; at = letters.indexOf(word, at + word.length)) {
          hits.push([places[at], places[at + word.length]]);
        }
      }
      hits.sort(([a], [b]) => a - b);
    }
    let [begin, end] = [0, text.length];
    if (!whole && text.length > LONG) {
      begin = Math.max(0, Math.min((hits[0]?.[0] ?? 0) - LONG / 4, text.length - LONG));
      if (begin) begin = text.indexOf(" ", begin) + 1;
      end = text.lastIndexOf(" ", begin + LONG);
      if (end <= begin || text.length - begin <= LONG) end = text.length;
    }
    const parts = [begin ? "… " : ""];
    let done = begin;
    for (const [from, to] of hits) {
      if (from < done || to > end) continue;
      parts.push(text.slice(done, from), element("mark", {}, text.slice(from, to)));
      done = to;
    }
    parts.push(text.slice(done, end), end < text.length ? " …" : "");
    return [parts, begin > 0 || end < text.length];
  }

  const speaker = ({ organization, party }) =>
    (organization ? `${organization} (${labels.party[party].toLowerCase()})` : labels.party[party]);

  function shown(record, sought, whole = false) {
    const [parts, cut] = marked(record.text, sought, whole);
    const about = [record.name, record.years, ...(sole("subject") ? [] : [labels.subject[record.subject]]),
      speaker(record), record.priority].filter(Boolean);
    const source = element("a", { href: `../sources/${encodeURIComponent(record.report_id)}.html#${encodeURI(record.id)}`, title: record.id },
      "source", element("span", { className: "hidden" }, ` of ${about.slice(0, 2).join(", ")}: ${labels.question[record.question]}`));
    const text = element("p", { className: "text" }, ...(record.text ? parts : ["(blank cell)"]), " ", source);
    if (cut) {
      const open = element("button", { type: "button" }, "whole text");
      open.addEventListener("click", () => {
        const again = shown(record, sought, true);
        item.replaceWith(again);
        again.tabIndex = -1;
        again.focus();
      });
      text.append(" ", open);
    }
    const item = element("li", {},
      element("p", { className: "about" }, element("b", {}, about[0]), ` · ${about.slice(1).join(" · ")}`),
      element("p", { className: "question" }, labels.question[record.question]), text);
    if (record.topic.length) {
      const topics = record.topic.flatMap((code) => ["; ", element("a",
        { href: `../codebook.html#${encodeURIComponent(code)}`, title: code }, labels.topic[code])]);
      const doubt = record.sure !== "no" ? [] : record.topic.length > 1 && record.kind === "statements"
        ? [" (at least one is unsure)"] : [" (unsure: to check)"];
      item.append(element("p", { className: "topics" }, "Coded as: ", ...topics.slice(1), ...doubt));
    }
    return item;
  }

  let lost = []; // what the address asks for and this page does not have
  const told = (found) => describe(found) + (lost.length ? ` Not on this page, so not asked for: ${lost.join(", ")}.` : "");

  function describe(found) {
    const kind = controls.kind.value || "statements";
    const said = Object.entries(controls)
      .filter(([name, field]) => (name === "undated" ? !field.checked : field.value && name !== "kind"))
      .map(([name, field]) => (name === "undated" ? "only what has a year"
        : `${field.labels[0].textContent}: ${labels[name]?.[field.value] ?? (name === "q" ? field.value : field.selectedOptions[0].text)}`));
    const all = records[kind].length;
    const countries = counted(new Set(found.map((record) => record.country)).size, "countries");
    const asked = said.length ? ` ${said.join("; ")}.` : "";
    if (!found.length) return `No ${kind} found.${asked}`;
    const of = asked ? `${found.length.toLocaleString("en")} of ${counted(all, kind)}` : counted(all, kind);
    return `${of}, in ${countries}.${asked}`;
  }

  let found = [];
  let open = AT_ONCE;

  function fill(upto) {
    const { sought } = chosen();
    list.append(...found.slice(list.children.length, upto).map((record) => shown(record, sought)));
    const left = found.length - list.children.length;
    more.hidden = left <= 0;
    more.textContent = `Show ${Math.min(left, AT_ONCE)} more of ${counted(left, "rows")}`;
  }

  let waiting;
  function update() {
    found = search(chosen());
    const everything = found.length === records[controls.kind.value || "statements"].length;
    open = everything && found.length > AT_ONCE ? FIRST : AT_ONCE; // short before it is asked
    list.replaceChildren();
    fill(FIRST);
    status.textContent = told(found);
    save.hidden = !found.length;
    list.ariaBusy = "true";
    clearTimeout(waiting);
    waiting = setTimeout(settle, 150);
  }

  // What can wait until nobody types
  function settle() {
    clearTimeout(waiting);
    fill(open);
    count_options(chosen());
    const active = Object.entries(controls).filter(([name, field]) =>
      !["kind", "q", "order"].includes(name) && (name === "undated" ? !field.checked : field.value));
    folded.firstChild.textContent = active.length ? `Filters (${active.length})` : "Filters";
    const state = new URLSearchParams();
    for (const [name, field] of Object.entries(controls)) {
      if (name === "undated" ? !field.checked : field.value.trim()) {
        state.set(name, name === "undated" ? "no" : field.value.trim());
      }
    }
    const hash = `${state}` ? `#${state}` : location.hash.includes("=") ? "#" : location.hash;
    if (hash !== location.hash) history.replaceState(null, "", hash);
    list.ariaBusy = "false";
  }

  function recall() {
    const hash = location.hash.slice(1);
    if (hash && !hash.includes("=")) return; // a place on the page
    const state = new URLSearchParams(hash);
    for (const [name, field] of Object.entries(controls)) {
      if (name === "undated") field.checked = state.get(name) !== "no";
      else field.value = state.get(name) ?? "";
      if (field.selectedIndex === -1) field.value = ""; // nothing that can be chosen here
    }
    const held = (name, value) => (controls[name] ? controls[name].value === value
      : !labels[name] || Object.hasOwn(labels[name], value)); // the only country has no control
    lost = [...state].filter(([name, value]) => name !== "undated" && !held(name, value)).map(([, value]) => value);
    update();
    if (hash) root.scrollIntoView();
  }

  // ---- taking away ------------------------------------------------------------------------------

  save.addEventListener("click", () => {
    const heads = ["country", "iso3", "region", "subject", "question", "years", "speaker", "party",
      "answer", "priority", "text", "labels", "codes", "sure", "id"];
    const cells = (record) => [record.name, record.country, record.region,
      labels.subject[record.subject], labels.question[record.question], written(record.spans),
      record.organization || labels.party[record.party], record.party, record.answer,
      record.priority, record.text, record.topic.map((code) => labels.topic[code]).join("; "),
      record.topic.join(" "), record.sure, record.id];
    const kind = controls.kind.value || "statements";
    saveCsv(`annual-review ${kind}`, [heads, ...found.map(cells)]);
  });
  more.addEventListener("click", () => {
    const next = list.children.length;
    open += AT_ONCE;
    fill(open);
    list.children[next].tabIndex = -1;
    list.children[next].focus();
  });
  window.addEventListener("beforeprint", () => {
    fill(open === FIRST ? FIRST : ON_PAPER); // what nobody asked for would be pages of everything
    const printed = list.children.length, left = found.length - printed;
    if (left) status.textContent += ` The first ${printed} are printed; the other ${left.toLocaleString("en")} can be downloaded from the page.`;
  });
  window.addEventListener("afterprint", () => {
    while (list.children.length > open) list.lastChild.remove();
    fill(0);
    status.textContent = told(found);
  });

  form.addEventListener("input", () => { lost = []; update(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); settle(); });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const [name, field] of Object.entries(controls)) {
      if (name === "undated") field.checked = true;
      else field.value = "";
    }
    lost = [];
    update();
    controls.q.focus();
  });
  window.addEventListener("hashchange", recall);

  if (location.hash && !location.hash.includes("=")) update();
  else recall();

  // words in lower case, a few records at a time, before anyone types
  const all = Object.values(records).flat();
  function prepare(from) {
    for (const record of all.slice(from, from + 1000)) words_of(record);
    if (from < all.length) setTimeout(prepare, 0, from + 1000);
  }
  setTimeout(prepare, 0, 0);
})();
