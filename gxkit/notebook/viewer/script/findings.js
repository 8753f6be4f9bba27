// What the checks found, in its order, with the sums; and what would explain it.

import { make } from "./dom.js";
import { said, word } from "./words.js";

/** The findings, explanations and remarks; `show(cells, pair, aside)` is called for one that is chosen. */
export function makeFindings(told, language, show) {
  const lists = [
    makeList(language, "findings", told.findings.map((one) => makeFinding(told, one, language, show))),
    makeList(language, "explanations", told.explanations.map((one) => makeExplanation(told, one, language, show))),
    makeList(language, "remarks", told.remarks.map((one) => make("li", {}, said(language, one)))),
  ];
  const shown = lists.filter(Boolean);
  const nothing = told.findings.length ? [] : [make("p", { class: "gx-note" }, word(language, "none"))];
  return make("div", { class: "gx-findings" }, ...nothing, ...shown);
}

function makeList(language, name, items) {
  if (!items.length) return null;
  const summary = make("summary", {}, `${word(language, name)} (${items.length})`);
  return make("details", { open: name !== "remarks" }, summary, make("ol", {}, ...items));
}

function makeChoice(kind, show, ...inside) {
  const choice = make("button", { type: "button", class: "gx-choice", onclick: show }, ...inside);
  return make("li", { class: `gx-${kind}` }, choice);
}

function makeFinding(told, finding, language, show) {
  const sums = finding.left === null ? [] : [make("span", { class: "gx-sums" }, `${finding.left} ${finding.sign} ${finding.right ?? "?"}`)];
  const name = make("b", {}, said(language, finding.name));
  return makeChoice(finding.kind, () => show(finding.cells, finding.pair, finding.aside), name, " ", ...sums, " ", said(language, finding.says));
}

function makeExplanation(told, explanation, language, show) {
  const sure = explanation.certain ? "certain" : explanation.tied ? "tied" : null;
  const name = make("b", {}, `${explanation.rank}${sure ? ` · ${word(language, sure)}` : ""}`);
  const changes = explanation.changes.map(({ cell, number }) => {
    const { label, printed } = told.cells[cell];
    return make("div", { class: "gx-change" }, `${label}: ${printed || "—"} → ${number}`);
  });
  const cells = explanation.changes.map(({ cell }) => cell);
  return makeChoice("explanation", () => show(cells, explanation.pair, null), name, " ", said(language, explanation.says), ...changes);
}
