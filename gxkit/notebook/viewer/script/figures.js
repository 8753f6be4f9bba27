// The figures as a table to take along: CSV with a mark by which spreadsheets know its encoding.

import { make } from "./dom.js";

const COLUMNS = ["report", "table", "row", "column", "label", "printed", "value", "unit", "status", "verdict", "reconciled", "implied", "use", "use_why", "where"];
const FORMULA = /^[=+\-@\t\r]/; // a spreadsheet would take such a text for a formula
const NUMBER = /^-?\d+(\.\d+)?$/;

/** The figures of a report as CSV. */
export function figuresToCsv(told) {
  const lines = told.cells.map((cell) => {
    const [table, row, column] = cell.key.split("/");
    const known = { ...cell, report: told.id, table, row, column };
    known.status = cell.status.en;
    known.verdict = cell.verdict.en;
    known.where = cell.where ? cell.where.en : "";
    [known.use, known.use_why] = cell.fitness;
    return COLUMNS.map((name) => quoteField(known[name])).join(",");
  });
  return `\ufeff${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`;
}

function quoteField(thing) {
  let text = thing === null || thing === undefined ? "" : String(thing);
  if (FORMULA.test(text) && !NUMBER.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands a text to the browser as a file. */
export function download(name, text, kind = "text/csv") {
  const address = URL.createObjectURL(new Blob([text], { type: `${kind};charset=utf-8` }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(address);
}
