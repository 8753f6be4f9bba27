// The pages of the file: pictures with a box on each cell, or the lines and tables as they were read.

import { bringIntoView, draw, make } from "./dom.js";
import { said, word } from "./words.js";

const NEAR = "600px"; // a page is decoded when it is so near to what is seen
const SWING = 24; // points by which an arrow swings out beside its rows
const POINT = 6; // points: the head of an arrow

/**
 * The pages of a report. `choose(number)` is called when a cell is clicked, `point(number, element)`
 * when it is pointed at. Gives the element, and `mark(cells, at, pair, aside)`; an aside is a place
 * that a finding speaks of and that is no cell's.
 */
export function makeLeaves(told, language, { choose, point }) {
  const places = told.cells.map(() => []);
  const asides = told.asides.map(() => []);
  const sheets = told.leaves.map((leaf, number) => {
    const makeOne = leaf.address ? makeDrawn : makeRendered;
    return makeOne(told, leaf, number, language, { places, asides });
  });
  const element = make("div", { class: "gx-leaves", tabindex: "-1" }, ...sheets.map((one) => one.element));
  decodeWhenNear(element);
  for (const [number, own] of places.entries()) {
    for (const place of own) {
      place.addEventListener("click", () => choose(number));
      place.addEventListener("mouseenter", () => point(number, place));
      place.addEventListener("mouseleave", () => point(null));
    }
  }
  const mark = (cells, at, pair, aside = null) => {
    unmark(element);
    const beside = aside === null ? undefined : asides[aside][0];
    beside?.classList.add("gx-framed");
    for (const number of cells) for (const place of places[number]) place.classList.add("gx-marked");
    for (const sheet of sheets) sheet.join(pair);
    const target = at ?? cells.find((number) => places[number].length);
    const place = beside ?? places[target]?.[0];
    if (!place) return;
    if (at !== null) {
      place.classList.add("gx-framed");
      sheets[told.cells[target].leaf].light(target, place);
    }
    bringIntoView(element, place);
  };
  return { element, mark };
}

function unmark(element) {
  for (const name of ["gx-marked", "gx-framed", "gx-lit"]) {
    for (const one of element.querySelectorAll(`.${name}`)) one.classList.remove(name);
  }
  for (const one of element.querySelectorAll(".gx-band, .gx-arrow")) one.remove();
}

function makeSheet(told, leaf, number, language, inside) {
  const name = make("div", { class: "gx-leafname" }, said(language, leaf.name));
  return make("section", { class: "gx-leaf", "data-leaf": number }, name, ...inside);
}

// ---- a page that is a picture

function makeDrawn(told, leaf, number, language, { places, asides }) {
  const picture = make("img", { alt: said(language, leaf.name), "data-address": leaf.address, decoding: "async" });
  const paper = make("div", { class: "gx-paper" }, picture);
  paper.style.aspectRatio = `${leaf.width} / ${leaf.height}`;
  const own = [];
  for (const [at, cell] of told.cells.entries()) {
    if (cell.leaf !== number || !cell.box) continue;
    const box = make("div", { class: `gx-box ${cell.doubt ? "gx-doubt" : ""}`, "data-cell": at });
    place(box, cell.box);
    paper.append(box);
    places[at].push(box);
    own.push(at);
  }
  for (const [at, spot] of told.asides.entries()) {
    if (spot.leaf !== number || !spot.box) continue;
    const box = make("div", { class: "gx-aside" });
    place(box, spot.box);
    paper.append(box);
    asides[at].push(box);
  }
  const light = (at) => {
    const { table, box } = told.cells[at];
    const around = bound(own.filter((one) => told.cells[one].table === table).map((one) => told.cells[one].box));
    const [left, top, width, height] = leaf.tables[table] ?? around;
    for (const band of [[left, box[1], width, box[3]], [box[0], top, box[2], height]]) {
      const element = make("div", { class: "gx-band" });
      place(element, band);
      paper.prepend(element);
    }
  };
  const join = (pair) => {
    if (!pair) return;
    const lines = pair.groups.map((group) => bound(group.filter((at) => own.includes(at)).map((at) => told.cells[at].box)));
    if (lines.every(Boolean)) paper.append(makeArrow(leaf, lines, pair.isOfColumns));
  };
  const missing = leaf.isFitting ? [] : [make("p", { class: "gx-note" }, word(language, "unfitting"))];
  return { element: makeSheet(told, leaf, number, language, [...missing, paper]), light, join };
}

function place(element, [left, top, width, height]) {
  element.style.left = `${100 * left}%`;
  element.style.top = `${100 * top}%`;
  element.style.width = `${100 * width}%`;
  element.style.height = `${100 * height}%`;
}

/** The box around boxes, as shares of the page; null around none. */
function bound(boxes) {
  if (!boxes.length) return null;
  const left = Math.min(...boxes.map((box) => box[0]));
  const top = Math.min(...boxes.map((box) => box[1]));
  const right = Math.max(...boxes.map((box) => box[0] + box[2]));
  const bottom = Math.max(...boxes.map((box) => box[1] + box[3]));
  return [left, top, right - left, bottom - top];
}

/** An arrow with two heads beside two rows, or above two columns. */
function makeArrow(leaf, lines, isOfColumns) {
  const { width, height } = leaf;
  const boxes = lines.map(([x, y, w, h]) => [x * width, y * height, w * width, h * height]);
  const arrow = draw("svg", { class: "gx-arrow", viewBox: `0 0 ${width} ${height}` });
  if (isOfColumns) {
    const y = Math.min(...boxes.map((box) => box[1])) - 2;
    const [first, last] = boxes.map((box) => box[0] + box[2] / 2);
    const out = y - SWING;
    arrow.append(draw("path", { d: `M${first} ${y - POINT}C${first} ${out} ${last} ${out} ${last} ${y - POINT}` }));
    for (const x of [first, last]) arrow.append(draw("path", { class: "gx-head", d: `M${x} ${y}l${-POINT / 2} ${-POINT}h${POINT}z` }));
    return arrow;
  }
  const x = Math.max(...boxes.map((box) => box[0] + box[2])) + 2;
  const [first, last] = boxes.map((box) => box[1] + box[3] / 2);
  const out = x + SWING;
  arrow.append(draw("path", { d: `M${x + POINT} ${first}C${out} ${first} ${out} ${last} ${x + POINT} ${last}` }));
  for (const y of [first, last]) arrow.append(draw("path", { class: "gx-head", d: `M${x} ${y}l${POINT} ${-POINT / 2}v${POINT}z` }));
  return arrow;
}

/** Pictures are decoded when they come near; ten pages at once would take a second. */
function decodeWhenNear(scroller) {
  const watch = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        entry.target.src = entry.target.dataset.address;
        watch.unobserve(entry.target);
      }
    },
    { root: scroller, rootMargin: NEAR },
  );
  for (const picture of scroller.querySelectorAll("img[data-address]")) watch.observe(picture);
}

// ---- a page made of lines and tables

function makeRendered(told, leaf, number, language, { places, asides }) {
  // the report's texts were escaped where this was made, and nothing else is in it
  const paper = make("div", { class: "gx-rendered" });
  paper.innerHTML = leaf.html;
  const found = new Map();
  for (const element of paper.querySelectorAll("[data-place]")) {
    for (const anchor of element.dataset.place.split(" ")) found.set(anchor, element);
  }
  for (const [at, cell] of told.cells.entries()) {
    const element = cell.leaf === number ? found.get(cell.anchor) : null;
    if (!element) continue;
    element.classList.add("gx-place");
    if (cell.doubt) element.classList.add("gx-doubt");
    element.dataset.cell = at;
    places[at].push(element);
  }
  for (const [at, spot] of told.asides.entries()) {
    if (spot.leaf === number && found.has(spot.anchor)) asides[at].push(found.get(spot.anchor));
  }
  const light = (at, element) => {
    const table = element.closest("table");
    const rows = table ? table.querySelectorAll("td") : [element.closest("div")];
    const own = element.closest("td")?.getBoundingClientRect();
    for (const one of rows) {
      const other = one.getBoundingClientRect();
      if (!own || crosses(own.top, own.bottom, other.top, other.bottom) || crosses(own.left, own.right, other.left, other.right)) {
        one.classList.add("gx-lit");
      }
    }
  };
  const share = (at) => {
    const frame = paper.getBoundingClientRect();
    const own = found.get(told.cells[at].anchor).getBoundingClientRect();
    return [(own.left - frame.left) / frame.width, (own.top - frame.top) / frame.height, own.width / frame.width, own.height / frame.height];
  };
  const join = (pair) => {
    if (!pair) return;
    const { width, height } = paper.getBoundingClientRect();
    const lines = pair.groups.map((group) => bound(group.filter((at) => told.cells[at].leaf === number && found.has(told.cells[at].anchor)).map(share)));
    if (lines.every(Boolean)) paper.append(makeArrow({ width, height }, lines, pair.isOfColumns));
  };
  return { element: makeSheet(told, leaf, number, language, [paper]), light, join };
}

function crosses(low, high, otherLow, otherHigh) {
  return low < otherHigh - 2 && otherLow < high - 2;
}
