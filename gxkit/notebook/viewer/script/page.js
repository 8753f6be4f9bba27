// The viewer as a page by itself: what is told of the report stands in the page.

import { showReport } from "./view.js";

const told = JSON.parse(document.getElementById("told").textContent);
showReport(document.getElementById("view"), told).focus();
