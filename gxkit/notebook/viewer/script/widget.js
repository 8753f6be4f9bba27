// The viewer in a notebook: anywidget calls `render` with the element to fill.

import { showReport } from "./view.js";

function render({ model, el }) {
  const view = showReport(el, model.get("told"));
  view.classList.add("gx-inset");
}

export default { render };
