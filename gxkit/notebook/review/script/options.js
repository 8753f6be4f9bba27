// What may be chosen for a cause, as cards side by side; of one of them the cells are shown.

import { make } from "../../viewer/script/dom.js";
import { said } from "../../viewer/script/words.js";
import { phrase } from "./phrases.js";

const WHOLE_OR_DECIMAL = /^[+-]?\d+(\.\d+)?$/;

/**
 * The cards of a cause: `element`, `cards` (each with its `kind` and `option`), `pick(card)`,
 * `correct(cell)`, and `decide()`, which gives the decision of the card that was picked, or in `wants`
 * the name of what is wanting. `choose(card)` is called when one is picked.
 */
export function makeOptions(detail, language, { choose, tryOut }) {
  const cards = [];
  const add = (kind, option, ...inside) => {
    const card = { kind, option, ...makeCard(kind, cards, inside) };
    card.element.addEventListener("click", () => pick(card));
    cards.push(card);
    return card;
  };
  const pick = (card) => {
    for (const one of cards) {
      one.element.classList.toggle("gx-picked", one === card);
      one.element.setAttribute("aria-checked", String(one === card));
    }
    choose(card);
  };
  const accepts = detail.options.filter((option) => option.kind === "accept");
  const best = accepts.filter((option) => option.rank === 1);
  for (const [at, option] of accepts.entries()) add("accept", option, ...tellExplanation(option, at + 1, best.length, language));
  for (const option of detail.options.filter((one) => one.kind === "keep")) {
    add("keep", option, make("b", {}, phrase(language, "keep")), make("p", {}, phrase(language, "keepSays")), tellEffects(option.effects, language));
  }
  const fields = detail.cells.length ? makeCorrection(detail, language, tryOut) : null;
  if (fields) {
    const card = add("correct", { cells: detail.cells.map((cell) => cell.at) }, make("b", {}, phrase(language, "correct")), fields.element);
    // whoever types a number means this card, though he came by the keyboard and clicked nothing
    for (const input of fields.inputs.values()) input.addEventListener("focus", () => pick(card));
  }
  for (const option of detail.options.filter((one) => one.kind === "postpone")) {
    add("postpone", option, make("b", {}, phrase(language, "postpone")), make("p", {}, phrase(language, "postponeSays")));
  }
  const less = cards.filter((card) => card.option.rank > 1).map((card) => card.element);
  const first = cards.filter((card) => !(card.option.rank > 1)).map((card) => card.element);
  const others = less.length ? [make("details", { class: "gx-less" }, make("summary", {}, phrase(language, "less", { count: less.length })), make("div", { class: "gx-cards" }, ...less))] : [];
  const element = make("div", { role: "radiogroup" }, make("div", { class: "gx-cards" }, ...first), ...others);
  const decide = () => {
    const card = cards.find((one) => one.element.classList.contains("gx-picked"));
    if (!card) return { wants: "needChoice" };
    return card.kind === "correct" ? fields.decide() : { decision: card.option.decision };
  };
  /** Has a cell corrected, if a broken rule counts it. */
  const correct = (at) => {
    const input = fields?.inputs.get(at);
    if (!input) return;
    pick(cards.find((card) => card.kind === "correct"));
    input.focus();
  };
  return { element, cards, pick, decide, correct };
}

function makeCard(kind, cards, inside) {
  const element = make("section", { class: `gx-card gx-${kind}`, role: "radio", "aria-checked": "false", tabindex: "0", "data-kind": kind }, ...inside);
  element.addEventListener("keydown", (event) => {
    if (event.target !== element || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    element.click();
  });
  return { element };
}

function tellExplanation(option, number, tied, language) {
  const isTied = option.rank === 1 && tied > 1;
  const sure = option.certain ? phrase(language, "certain") : isTied ? phrase(language, "tied") : phrase(language, "rank", { rank: option.rank });
  const changes = option.changes.map((one) =>
    make("li", {}, `${one.label} `, make("span", { class: "gx-sums" }, `${one.printed || "—"} → ${one.number}`)),
  );
  return [
    make("b", {}, phrase(language, "accept", { number })),
    make("span", { class: "gx-sure" }, sure),
    make("p", {}, said(language, option.says)),
    make("ul", { class: "gx-changes" }, ...changes),
    ...tellList(option.heard, "heard", language),
    tellEffects(option.effects, language, option.certain ? "applied" : "noChange"),
  ];
}

function tellList(things, name, language) {
  if (!things.length) return [];
  const items = things.map((one) => make("li", {}, said(language, one)));
  return [make("small", {}, phrase(language, name)), make("ul", {}, ...items)];
}

/** The indicators that would change, before and after. */
export function tellEffects(effects, language, unchanged = "noChange") {
  if (!effects.length) return make("div", { class: "gx-effects gx-note" }, phrase(language, unchanged));
  const reports = new Set(effects.map((one) => one.report));
  const rows = effects.map((one) => {
    const name = reports.size > 1 ? `${said(language, one.name)} · ${one.report}` : said(language, one.name);
    return make("tr", {}, make("td", {}, name), make("td", {}, one.before), make("td", {}, "→"), make("td", {}, one.after));
  });
  return make("div", { class: "gx-effects" }, make("small", {}, phrase(language, "changes")), make("table", {}, make("tbody", {}, ...rows)));
}

// ---- another number

function makeCorrection(detail, language, tryOut) {
  const outcome = make("div", { "aria-live": "polite" });
  const rows = detail.cells.map((cell) => {
    const input = make("input", { type: "text", inputmode: "decimal", "data-correct": cell.cell, "aria-label": `${cell.label} ${cell.printed}` });
    return { cell, input };
  });
  const decide = () => {
    const template = detail.options.find((option) => option.kind === "keep").decision;
    const filled = rows.filter(({ input }) => input.value.trim() !== "");
    if (!filled.length) return { wants: "needNumber" };
    const cells = [];
    for (const { cell, input } of filled) {
      // full-width digits and separators of thousands are what people type
      const text = input.value.normalize("NFKC").replace(/[,\s]/g, "");
      if (!WHOLE_OR_DECIMAL.test(text)) return { wants: "noNumber", fields: { text: input.value } };
      if (text === cell.printed) return { wants: "same" };
      cells.push({ cell: cell.cell, printed: cell.printed, number: text });
    }
    const findings = [...new Set(filled.flatMap(({ cell }) => cell.findings))];
    return { decision: { ...template, decision: "correct to", findings, cells } };
  };
  const changed = async () => {
    const { decision } = decide();
    if (!tryOut || !decision) return outcome.replaceChildren();
    const tried = await tryOut(decision);
    if (!tried) return;
    const note = tried.broken.length ? [make("p", { class: "gx-wanting" }, phrase(language, "stillBroken", { rules: tried.broken.join(", ") }))] : [];
    outcome.replaceChildren(tellEffects(tried.effects, language), ...note);
  };
  const lines = rows.map(({ cell, input }) => {
    input.addEventListener("change", changed);
    return make("label", { class: "gx-line" }, make("span", {}, cell.label), make("span", { class: "gx-sums" }, cell.printed || "—"), "→", input);
  });
  const element = make("div", {}, make("p", {}, phrase(language, "correctSays")), make("div", { class: "gx-lines" }, ...lines), outcome);
  const inputs = new Map(rows.map(({ cell, input }) => [cell.at, input]));
  return { element, decide, inputs };
}
