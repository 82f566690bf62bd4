"use strict";
// Finds reports, and sorts the table of how they were made. What is chosen stands in the address
// (#country=AZE&…), so that it can be shared; without this script the whole list is there.
(() => {
  const form = document.getElementById("find");
  if (form) find(form);
  sortable(document.getElementById("table"));

  function find(form) {
    const most = 60; // reports that are shown at once, without being folded
    const names = [...form.elements].map((field) => field.name).filter(Boolean);
    const folds = [...document.querySelectorAll(".group details, details.group")]
      .map((fold) => ({ fold, open: fold.open }));
    const groups = [...document.querySelectorAll(".group")];
    const sections = [...document.querySelectorAll("main section")].filter((s) => s.querySelector(".group"));
    const questions = [...document.querySelectorAll(".question")];
    const reports = questions.flatMap((question) => {
      const shared = { ...question.closest(".group").dataset, ...question.dataset };
      return [...question.querySelectorAll("li")].map((row) => ({ row, ...shared, ...row.dataset, text: undefined }));
    });
    const words = (report) => report.text ??= plain(`${report.row.textContent} ${report.name ?? ""} ${report.region ?? ""}`);
    const during = (report, year) => {
      const [first, last] = (report.years ?? "").split("-");
      return first <= year && year <= last;
    };

    function filter() {
      const chosen = names.map((name) => [name, form.elements[name].value.trim()]).filter(([, value]) => value);
      const sought = plain(form.elements.q.value).split(/\s+/).filter(Boolean);
      const fits = (report) => chosen.every(([name, value]) =>
        name === "q" ? sought.every((word) => words(report).includes(word))
        : name === "year" ? during(report, value)
        : report[name] === value);
      const shown = new Set();
      let count = 0;
      for (const report of reports) {
        const here = fits(report);
        if (report.row.hidden === here) report.row.hidden = !here;
        if (!here) continue;
        count += 1;
        for (let each = report.row; each && !shown.has(each); each = each.parentElement) shown.add(each);
      }
      for (const part of [...questions, ...groups, ...sections]) part.hidden = !shown.has(part);
      for (const { fold, open } of folds) {
        fold.hidden = !shown.has(fold);
        fold.open = chosen.length ? count <= most && shown.has(fold) : open;
      }
      const number = (n) => n.toLocaleString("en");
      const said = chosen.map(([name, value]) => {
        const field = form.elements[name];
        return `${field.labels[0].textContent.trim()}: ${field.selectedOptions ? field.selectedOptions[0].text : `“${value}”`}`;
      });
      const status = document.getElementById("shown");
      status.textContent = said.length ? `${number(count)} of ${number(reports.length)} reports. ${said.join("; ")}.` : "";
      status.hidden = !said.length;
      document.getElementById("none").hidden = count > 0;
    }

    function remember() {
      const state = new URLSearchParams();
      for (const name of names) {
        const value = form.elements[name].value.trim();
        if (value) state.set(name, value);
      }
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
      filter();
    }

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
    window.addEventListener("hashchange", recall);
    form.hidden = false;
    recall();
  }

  function sortable(table) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const descending = head.getAttribute("aria-sort") === "ascending";
        const rows = [...body.rows].map((row) => [row.cells[column].textContent, row]);
        rows.sort(([a], [b]) => (descending ? -1 : 1) * order.compare(a, b));
        body.remove(); // thousands of rows are moved faster out of the page
        body.append(...rows.map(([, row]) => row));
        table.append(body);
        for (const each of heads) each.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      });
    });
  }
})();
