"use strict";
// Gives the longer tables of a page a search, headers that sort, and a download as CSV, and opens what
// a link leads to. Without this script every table and section is there, and can be opened.
(() => {
  const make = (tag, about, ...inside) => {
    const made = Object.assign(document.createElement(tag), about);
    made.append(...inside);
    return made;
  };
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  // ---- what a cell says -------------------------------------------------------------------------
  const squeezed = (text) => text.replace(/\s+/g, " ").trim();
  function said(cell) {
    if (cell.matches(".refs")) return "";
    const opens = cell.querySelector("summary")?.textContent;
    if (opens && !/ more$/.test(opens)) return squeezed(opens); // else its list
    const own = cell.cloneNode(true);
    const marks = own.querySelectorAll("a.ref");
    if (squeezed(own.textContent) !== squeezed([...marks].map((mark) => mark.textContent).join(" "))) {
      marks.forEach((mark) => mark.remove());
    }
    const lines = [...own.querySelectorAll("li")];
    const text = lines.length ? lines.map((line) => squeezed(line.textContent)).join("\n")
      : squeezed(own.textContent);
    return text === "–" ? "" : text;
  }
  const address = (link) => link.hash ? decodeURIComponent(link.hash.slice(1))
    : decodeURIComponent(link.pathname.split("/").pop().replace(/\.html$/, ""));
  const addresses = (cell, kind) => cell.querySelector("summary") ? ""
    : [...cell.querySelectorAll(`a.${kind}`)].map(address).join(" ");

  // ---- CSV --------------------------------------------------------------------------------------
  function lines(heads, rows) {
    const columns = heads.flatMap((head, n) => {
      const cells = rows.map((row) => row.cells[n]);
      const value = (text, cell) => cell.matches(".number") ? text.replaceAll(",", "") : text;
      const words = [head.title, ...rows.map((row) => value(row.said[n], row.cells[n]))];
      const [ids, codes] = ["ref", "code"].map((kind) => cells.map((cell) => addresses(cell, kind)));
      if (head.cell.matches(".refs")) return [[head.title, ...ids]];
      const more = [[words], [ids, "source"], [codes, "code"]];
      return more.filter(([values]) => values === words || values.some(Boolean))
        .map(([values, kind]) => kind ? [`${head.title} (${kind})`, ...values] : values);
    });
    return columns[0].map((_, n) => columns.map((column) => column[n]));
  }

  // ---- tables -----------------------------------------------------------------------------------
  function equip(box) {
    const table = box.querySelector("table");
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells].map((cell) => ({ cell, title: squeezed(cell.textContent) }));
    const caption = squeezed(table.caption?.textContent ?? "") || document.title;
    let rows; // read when they are first asked for
    const read = () => rows ??= [...body.rows].map((row) => {
      const cells = [...row.cells];
      return { row, cells, said: cells.map(said), text: plain(cells.map(said).join(" ")) };
    });

    const away = (change) => { // thousands of rows are changed faster out of the page
      body.remove();
      change();
      table.append(body);
    };

    heads.forEach(({ cell, title }, column) => {
      if (cell.matches(".refs")) return;
      const button = make("button", { type: "button" });
      if (!title || cell.querySelector("a")) button.ariaLabel = `Sort by ${title || "this column"}`;
      else button.append(...cell.childNodes);
      cell.append(button);
      button.addEventListener("click", () => {
        const next = { ascending: "descending", descending: "" }[cell.ariaSort] ?? "ascending";
        heads.forEach((head) => head.cell.removeAttribute("aria-sort"));
        if (next) cell.ariaSort = next;
        const number = (row) => parseFloat(row.said[column].replaceAll(",", ""));
        const numbers = read().every((row) => !row.said[column] || /^-?\d[\d.,]*%?$/.test(row.said[column]));
        const compare = numbers ? (a, b) => number(a) - number(b)
          : (a, b) => collator.compare(a.said[column], b.said[column]);
        const sign = next === "descending" ? -1 : 1;
        const order = !next ? rows : [...rows].sort((a, b) => // what is missing comes last
          !a.said[column] - !b.said[column] || (a.said[column] ? sign * compare(a, b) : 0));
        away(() => body.append(...order.map((row) => row.row)));
      });
    });

    const status = make("span", { role: "status" });
    const download = make("button", { type: "button", ariaLabel: `Download CSV: ${caption}` }, "Download CSV");
    download.addEventListener("click", () => {
      read();
      const shown = new Map(rows.map((row) => [row.row, row]));
      const chosen = [...body.rows].filter((row) => !row.hidden).map((row) => shown.get(row));
      saveCsv(`${document.title} ${caption}`, lines(heads, chosen));
    });
    const bar = make("div", { className: "bar" });
    if (box.matches(".long")) {
      const field = make("input", { type: "search", ariaLabel: `Search: ${caption}` });
      let waiting;
      field.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => {
          const words = plain(field.value).split(/\s+/).filter(Boolean);
          const fits = read().map((row) => words.every((word) => row.text.includes(word)));
          const found = fits.filter(Boolean).length;
          away(() => rows.forEach(({ row }, n) => { if (row.hidden === fits[n]) row.hidden = !fits[n]; }));
          box.classList.toggle("searching", words.length > 0);
          const number = (n) => n.toLocaleString("en");
          status.textContent = words.length ? `${number(found)} of ${number(rows.length)} rows` : "";
        }, 120);
      });
      bar.append(make("label", {}, "Search ", field));
    }
    bar.append(download, status);
    box.prepend(bar);
  }
  document.querySelectorAll(".tools").forEach(equip);

  // ---- folded parts -----------------------------------------------------------------------------
  const folded = [...document.querySelectorAll("details.folded")];
  function reveal() {
    const target = document.querySelector("main :target");
    let around = target?.closest("details");
    if (!around) return;
    for (; around; around = around.parentElement.closest("details")) around.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    if (event.target.closest('a[href^="#"]')) setTimeout(reveal);
  });
  addEventListener("load", reveal);

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = folded.filter((part) => !part.open);
    closed.forEach((part) => { part.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((part) => { part.open = false; }));
})();
