"use strict";
// Saves rows as a CSV file for spreadsheets, which must not take a document's words for a formula.
const saveCsv = (() => {
  const safe = (text) => /{{ formula }}/.test(text) ? `'${text}` : text;
  const quoted = (text) => /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return (name, rows) => {
    const lines = rows.map((row) => row.map((text) => quoted(safe(String(text)))).join(","));
    const file = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 80).replace(/^-|-$/g, "");
    const text = `\ufeff${lines.join("\r\n")}\r\n`;
    const href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    Object.assign(document.createElement("a"), { href, download: `${file || "table"}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  };
})();
