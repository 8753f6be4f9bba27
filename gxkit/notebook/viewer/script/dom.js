// Elements made by hand: every text comes in as text, so that nothing from a file is markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (`class`, `title`, …), handlers (`onclick`, …) and children. */
export function make(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

/** The same for a drawing. */
export function draw(tag, attributes = {}, ...children) {
  return dress(document.createElementNS(SVG, tag), attributes, children);
}

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false && value !== "") {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Scrolls a thing into the middle of the box that scrolls, and nothing around that; so many pixels at
    its left are `covered`. */
export function bringIntoView(scroller, element, covered = 0) {
  const frame = scroller.getBoundingClientRect();
  const own = element.getBoundingClientRect();
  const isSeen = own.top >= frame.top + 30 && own.bottom <= frame.bottom - 30;
  if (!isSeen) {
    scroller.scrollTop += own.top - frame.top - (frame.height - own.height) / 2;
  }
  const isBeside = own.left < frame.left + covered || own.right > frame.right;
  if (isBeside) scroller.scrollLeft += own.left - frame.left - (frame.width - own.width) / 2;
}
