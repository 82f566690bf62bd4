"use strict";
// Filters and sorts the table of reports. What is chosen stands in the address (#country=AZE&…), so
// that a view can be shared; without this script the whole table is there.
(() => {
  const form = document.getElementById("filters");
  const table = document.getElementById("table");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const reports = [...body.rows].map((row, place) => ({
    row, place, text: plain(row.textContent), ...row.dataset,
  }));
  const names = [...form.elements].map((field) => field.name).filter(Boolean);
  let sorting = { column: -1, descending: false };

  const tests = {
    q: (report, words) => plain(words).split(/\s+/).every((word) => report.text.includes(word)),
    country: (report, iso3) => report.country === iso3,
    subject: (report, code) => report.subject === code,
    year: (report, year) => report.years.split(" ").includes(year),
    kind: (report, notebook) => report.kind === notebook,
    state: (report, state) =>
      state === "attention" ? report.state !== "made" : report.state === state,
    changed: (report, reason) =>
      reason === "none" ? report.changed === undefined
      : reason === "any" ? report.changed !== undefined
      : (report.changed ?? "").split("|").includes(reason),
  };

  function filter() {
    const chosen = names.map((name) => [name, form.elements[name].value.trim()])
      .filter(([, value]) => value);
    let shown = 0;
    for (const report of reports) {
      const fits = chosen.every(([name, value]) => tests[name](report, value));
      report.row.hidden = !fits;
      shown += fits;
    }
    const number = (n) => n.toLocaleString("en");
    const words = chosen.map(([name, value]) => {
      const field = form.elements[name];
      const said = field.selectedOptions ? field.selectedOptions[0].text : `“${value}”`;
      return `${field.labels[0].textContent.trim()}: ${said}`;
    });
    const noun = reports.length === 1 ? "report" : "reports";
    document.getElementById("shown").textContent = words.length
      ? `${number(shown)} of ${number(reports.length)} ${noun} shown. ${words.join("; ")}.`
      : `${number(reports.length)} ${noun}`;
    document.getElementById("none").hidden = shown > 0;
    table.hidden = shown === 0;
  }

  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  function sort(column, descending) {
    sorting = { column, descending };
    const keys = new Map(reports.map((report) => [
      report, column < 0 ? "" : report.row.cells[column].textContent.trim(),
    ]));
    const order = [...reports].sort((a, b) =>
      (descending ? -1 : 1) * collator.compare(keys.get(a), keys.get(b)) || a.place - b.place);
    body.append(...order.map((report) => report.row));
    heads.forEach((head, n) => {
      if (n === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  function remember() {
    const state = new URLSearchParams();
    for (const name of names) {
      const value = form.elements[name].value.trim();
      if (value) state.set(name, value);
    }
    if (sorting.column >= 0) state.set("sort", (sorting.descending ? "-" : "") + sorting.column);
    history.replaceState(null, "", `#${state}`);
  }

  function recall() {
    const hash = location.hash.slice(1);
    if (hash && !hash.includes("=")) return; // a place on the page
    const state = new URLSearchParams(hash);
    for (const name of names) {
      const field = form.elements[name];
      field.value = state.get(name) ?? "";
      if (field.selectedIndex === -1) field.value = ""; // nothing that can be chosen here
    }
    const given = /^(-?)(\d+)$/.exec(state.get("sort") ?? "");
    const column = given && heads[given[2]] ? Number(given[2]) : -1;
    if (column !== sorting.column || Boolean(given?.[1]) !== sorting.descending) {
      sort(column, column >= 0 && given[1] === "-");
    }
    filter();
  }

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      sort(column, sorting.column === column && !sorting.descending);
      remember();
    });
  });

  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { filter(); remember(); }, 120);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    for (const name of names) form.elements[name].value = "";
    filter();
    remember();
    form.elements.q.focus();
  });
  document.getElementById("clear").addEventListener("click", () => form.reset());
  window.addEventListener("hashchange", () => {
    recall();
    if (location.hash.includes("=")) document.getElementById("reports").scrollIntoView();
  });

  form.hidden = false;
  recall();
})();
