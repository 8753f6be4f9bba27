// The statutory tables as the form prints them, filled as the report fills them.

import { bringIntoView, make } from "./dom.js";
import { said } from "./words.js";

const LEAST = 0.72; // of the size of type: some 9 pixels can just be read

/** The forms of a report; see `makeLeaves`. `move(at, key)` is the cell that an arrow key leads to. */
export function makeForms(told, language, { choose, point }) {
  const places = new Map();
  const tables = told.tables.map((table) => makeForm(told, table, language, places));
  const element = make("div", { class: "gx-forms" }, ...tables);
  for (const [at, place] of places) {
    place.addEventListener("click", () => choose(at));
    place.addEventListener("mouseenter", () => point(at, place));
    place.addEventListener("mouseleave", () => point(null));
  }
  const mark = (cells, at) => {
    for (const [number, place] of places) {
      place.classList.toggle("gx-marked", cells.includes(number));
      place.classList.toggle("gx-framed", number === at);
    }
    const target = at ?? cells[0];
    if (!places.has(target)) return;
    const place = places.get(target);
    // the label of a row stays, over what was moved under it
    const label = place.parentElement.querySelector(".gx-label[title]");
    bringIntoView(element, place, label?.offsetWidth ?? 0);
  };
  // after the frame: what is made smaller in it would be observed once more
  new ResizeObserver(() => requestAnimationFrame(() => fit(element, tables))).observe(element);
  element.addEventListener("scroll", () => tellMore(element));
  return { element, mark, places, move: (at, key) => move(places, at, key) };
}

/** Sets tables that are too wide in smaller type, as far as it can be read. */
function fit(element, tables) {
  for (const table of tables) table.style.zoom = 1;
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  const room = element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  // small type is a little wider than its share: what is still too wide is made smaller once more
  for (let time = 0; time < 2; time += 1) {
    const sizes = tables.map((table) => sizeToFit(table, room));
    for (const [number, table] of tables.entries()) table.style.zoom = sizes[number];
  }
  tellMore(element);
}

function sizeToFit(table, room) {
  const size = Number(table.style.zoom);
  const fitting = (size * room) / table.getBoundingClientRect().width;
  return Math.min(size, Math.max(LEAST, fitting));
}

/** Tells by a shadow on which side more of a table stands: a row cut off looks like a whole one. */
function tellMore(element) {
  const left = element.scrollWidth - element.clientWidth - element.scrollLeft;
  element.classList.toggle("gx-more-left", element.scrollLeft > 1);
  element.classList.toggle("gx-more-right", left > 1);
}

function makeForm(told, table, language, places) {
  const rows = table.rows[language].map((boxes) =>
    make("tr", {}, ...boxes.map((box) => makeBox(told, box, language, places))),
  );
  const caption = make("caption", {}, make("b", {}, said(language, table.name)), " ", make("small", {}, said(language, table.edition)));
  return make("table", { class: "gx-form", "data-table": table.id }, caption, make("tbody", {}, ...rows));
}

function makeBox(told, box, language, places) {
  const spans = { rowspan: box.down > 1 && box.down, colspan: box.across > 1 && box.across };
  if (box.kind !== "figure") {
    const under = box.under ? [make("small", {}, box.under)] : [];
    return make("th", { class: `gx-${box.kind}`, title: box.name, ...spans }, box.text, ...under);
  }
  if (box.cell === null) return make("td", { class: "gx-nocell" });
  const cell = told.cells[box.cell];
  const element = make("td", { class: `gx-figure ${cell.doubt ? "gx-doubt" : ""}`, "data-cell": box.cell, ...spans }, said(language, cell.text));
  if (cell.ground) element.style.backgroundColor = cell.ground;
  places.set(box.cell, element);
  return element;
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The nearest cell in the direction of an arrow key; the cell itself where there is none. */
function move(places, at, key) {
  if (at === null) return places.keys().next().value ?? null;
  const [x, y] = WAYS[key];
  const own = middle(places.get(at));
  let best = at;
  let least = Infinity;
  for (const [number, place] of places) {
    const other = middle(place);
    const along = x * (other.x - own.x) + y * (other.y - own.y);
    const aside = Math.abs(y * (other.x - own.x)) + Math.abs(x * (other.y - own.y));
    // a row of the next table is nearer than what lies far aside in this one
    const way = along + 3 * aside;
    if (along > 3 && way < least) [best, least] = [number, way];
  }
  return best;
}

function middle(element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}
