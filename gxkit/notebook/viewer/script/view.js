// One report to look at: its pages at the left, its forms at the right, what was found above them.

import { make } from "./dom.js";
import { download, figuresToCsv } from "./figures.js";
import { makeFindings } from "./findings.js";
import { makeForms } from "./forms.js";
import { makeLeaves } from "./leaves.js";
import { findCells } from "./search.js";
import { makeTip } from "./tips.js";
import { said, word } from "./words.js";

const KEYS = [
  ["← ↑ → ↓", "keyArrows"],
  ["n / p", "keyNext"],
  ["/", "keyFind"],
  ["+ / −", "keyZoom"],
  ["?", "keyHelp"],
  ["Esc", "keyEscape"],
];
const ZOOM = 1.25; // one step of enlarging
const MOST_STEPS = 6;

/** Shows a report in an element; `told` is what gxkit tells of it. */
export function showReport(root, told) {
  const state = { language: told.language, at: null, found: [], foundAt: 0, steps: 0 };
  // JupyterLab would take a key for its own: d twice deletes the cell
  const view = make("div", { class: "gx-view", tabindex: "0", "data-lm-suppress-shortcuts": "true" });
  const tip = makeTip(view, () => state.language);
  let parts = null;

  const choose = (at) => {
    state.at = at;
    parts.leaves.mark(at === null ? [] : [at], at, null);
    parts.forms.mark(at === null ? [] : [at], at);
    tip.hide();
    if (at !== null && parts.forms.places.has(at)) tip.show(told.cells[at], parts.forms.places.get(at));
  };
  const show = (cells, pair, aside) => {
    state.at = null;
    tip.hide();
    const shown = pair ? [...new Set([...cells, ...pair.groups.flat()])] : cells;
    parts.leaves.mark(shown, null, pair, aside);
    parts.forms.mark(shown, null);
  };
  const point = (at, element) => {
    if (at === null) tip.hide();
    else tip.show(told.cells[at], element);
  };
  const goToDoubt = (step) => {
    const doubts = [...parts.forms.places.keys()].filter((at) => told.cells[at].doubt);
    if (!doubts.length) return;
    const now = doubts.indexOf(state.at);
    const first = step > 0 ? 0 : doubts.length - 1;
    choose(now < 0 ? doubts[first] : doubts[(now + step + doubts.length) % doubts.length]);
  };
  const find = (text) => {
    state.found = findCells(told.cells, [...parts.forms.places.keys()], text);
    state.foundAt = 0;
    if (state.found.length) choose(state.found[0]);
    parts.sayFound();
  };
  const findNext = () => {
    if (!state.found.length) return;
    state.foundAt = (state.foundAt + 1) % state.found.length;
    choose(state.found[state.foundAt]);
    parts.sayFound();
  };
  const zoom = (step) => {
    state.steps = Math.min(Math.max(state.steps + step, -MOST_STEPS), MOST_STEPS);
    view.style.setProperty("--gx-zoom", ZOOM ** state.steps);
    if (state.at !== null) parts.leaves.mark([state.at], state.at, null);
  };
  const rebuild = () => {
    parts = build(view, told, state, { choose, show, point, find, findNext, goToDoubt, turn, zoom });
  };
  const turn = () => {
    state.language = state.language === "zh" ? "en" : "zh";
    rebuild();
    choose(state.at);
    view.focus();
  };
  rebuild();
  view.addEventListener("keydown", (event) => press(event, { parts: () => parts, state, choose, goToDoubt, zoom }));
  root.replaceChildren(view);
  return view;
}

function build(view, told, state, deeds) {
  const { language } = state;
  const leaves = makeLeaves(told, language, deeds);
  const forms = makeForms(told, language, deeds);
  const findings = makeFindings(told, language, deeds.show);
  const bar = makeBar(told, state, deeds);
  const help = makeHelp(language);
  const tip = view.querySelector(":scope > .gx-tip");
  const right = make("div", { class: "gx-right" }, findings, forms.element);
  view.lang = language === "zh" ? "zh-CN" : "en";
  view.replaceChildren(bar.element, make("div", { class: "gx-halves" }, leaves.element, right), help, tip);
  return { leaves, forms, help, search: bar.search, sayFound: bar.sayFound };
}

function makeBar(told, state, deeds) {
  const { language } = state;
  const count = told.cells.filter((cell) => cell.doubt).length;
  const counted = make("span", { class: "gx-count", "aria-live": "polite" });
  const sayFound = () => {
    const isAsked = search.value.trim() !== "";
    const { found, foundAt } = state;
    counted.textContent = found.length ? word(language, "found", { at: foundAt + 1, count: found.length }) : isAsked ? word(language, "nothing") : "";
  };
  const search = make("input", {
    type: "search",
    placeholder: word(language, "search"),
    "aria-label": word(language, "search"),
    oninput: () => deeds.find(search.value),
    onkeydown: (event) => event.key === "Enter" && deeds.findNext(),
  });
  const title = make("span", { class: "gx-title" }, make("b", {}, told.agency || told.id), ` ${told.year ?? ""} · ${told.source}`);
  const doubts = make("button", { type: "button", class: "gx-doubts", disabled: count === 0, onclick: () => deeds.goToDoubt(1) }, count ? word(language, "doubts", { count }) : word(language, "sound"));
  const take = make("button", { type: "button", class: "gx-take", onclick: () => download(`${told.id}.csv`, figuresToCsv(told)) }, word(language, "figures"));
  const other = make("button", { type: "button", class: "gx-language", onclick: deeds.turn }, word(language, "other"));
  const help = make("button", { type: "button", class: "gx-keys", "aria-label": word(language, "help"), onclick: (event) => toggleHelp(event.target.closest(".gx-view").querySelector(".gx-help")) }, "?");
  const sizes = [["smaller", "−", -1], ["larger", "+", 1]].map(([name, sign, step]) =>
    make("button", { type: "button", class: `gx-${name}`, title: word(language, name), "aria-label": word(language, name), onclick: () => deeds.zoom(step) }, sign),
  );
  const element = make("header", { class: "gx-bar" }, ...sizes, title, search, counted, doubts, take, other, help);
  return { element, search, sayFound };
}

function makeHelp(language) {
  const rows = KEYS.map(([keys, name]) => make("tr", {}, make("td", {}, make("kbd", {}, keys)), make("td", {}, word(language, name))));
  return make("div", { class: "gx-help", role: "dialog", "aria-label": word(language, "help"), hidden: true }, make("table", {}, make("tbody", {}, ...rows)));
}

function toggleHelp(help) {
  help.hidden = !help.hidden;
}

function press(event, { parts, state, choose, goToDoubt, zoom }) {
  const { forms, help, search } = parts();
  if (event.key === "Escape") {
    help.hidden = true;
    search.blur();
    choose(null);
    event.currentTarget.focus();
    return;
  }
  if (event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey || event.altKey) return;
  const deeds = {
    n: () => goToDoubt(1),
    p: () => goToDoubt(-1),
    "+": () => zoom(1),
    "=": () => zoom(1),
    "-": () => zoom(-1),
    "/": () => search.focus(),
    "?": () => toggleHelp(help),
  };
  const deed = event.key.startsWith("Arrow") ? () => choose(forms.move(state.at, event.key)) : deeds[event.key];
  if (!deed) return;
  // neither the page nor a notebook around it shall take the key for its own
  event.preventDefault();
  event.stopPropagation();
  deed();
}
