// What is known of a cell, beside the cell that is pointed at or chosen.

import { make } from "./dom.js";
import { said, word } from "./words.js";

const AWAY = 10; // pixels between a cell and its tip

/** The lines of a tip: name and text, those that say nothing left out. */
export function tellCell(cell, language) {
  const lines = [
    ["printed", cell.printed || "—"],
    ["value", cell.value === null ? "" : `${cell.value} ${cell.unit}`],
    ["candidates", cell.candidates],
    ["status", said(language, cell.status)],
    ["verdict", said(language, cell.verdict)],
    ["by", said(language, cell.by)],
    ["against", said(language, cell.against)],
    ["reconciled", cell.reconciled],
    ["implied", cell.implied],
    ["use", said(language, cell.use)],
    ["where", said(language, cell.where) || word(language, "nowhere")],
  ];
  return lines.filter(([, text]) => text !== "" && text !== null);
}

/** A tip inside a view; `show(cell, element)` puts it beside an element, `hide()` takes it away. */
export function makeTip(root, getLanguage) {
  const tip = make("div", { class: "gx-tip", role: "tooltip", hidden: true });
  root.append(tip);
  const hide = () => {
    tip.hidden = true;
  };
  const show = (cell, element) => {
    const language = getLanguage();
    const lines = tellCell(cell, language).map(([name, text]) =>
      make("div", {}, make("span", {}, word(language, name)), make("span", {}, text)),
    );
    tip.replaceChildren(make("b", {}, cell.label), ...lines, make("code", {}, cell.key));
    tip.hidden = false;
    const frame = root.getBoundingClientRect();
    const own = element.getBoundingClientRect();
    const size = tip.getBoundingClientRect();
    const isBelow = own.bottom + AWAY + size.height < frame.bottom;
    const top = isBelow ? own.bottom + AWAY : own.top - AWAY - size.height;
    const left = Math.min(own.left, frame.right - size.width - AWAY);
    tip.style.top = `${Math.max(0, top - frame.top)}px`;
    tip.style.left = `${Math.max(0, left - frame.left)}px`;
  };
  return { show, hide };
}
