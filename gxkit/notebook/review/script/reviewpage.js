// The review as a page by itself: decisions stay in it, and in the browser's storage if there is
// any, until they are downloaded as a file that `gxkit decide DATA --from FILE` applies.

import { download } from "../../viewer/script/figures.js";
import { showReview } from "./review.js";

const NAME = "decisions.json";
const POSTPONED = "postpone";

function openDesk(told) {
  // another page of the same folder, made later, has other causes: what fits no more is refused then
  const place = `gxkit review ${told.folder}`;
  const known = recall(place) ?? { decisions: [], undone: [] };
  const save = async ({ made, undone }) => {
    for (const decision of undone) takeBack(known, decision);
    for (const decision of made) {
      known.decisions = known.decisions.filter((one) => !isOfSame(one, decision));
      known.decisions.push(decision);
    }
    remember(place, known);
    return { told: list(told, known) };
  };
  return {
    list: () => list(told, known),
    show: async (name) => ({ detail: told.details[name] }),
    save,
    tryOut: null,
    count: () => known.decisions.length + known.undone.length,
    takeAway: () => {
      download(NAME, JSON.stringify(known, null, 1), "application/json");
      return NAME;
    },
  };
}

function takeBack(known, decision) {
  const isOwn = known.decisions.some((one) => isEqual(one, decision));
  known.decisions = known.decisions.filter((one) => !isEqual(one, decision));
  if (!isOwn) known.undone.push(decision);
}

function isEqual(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether two decisions settle one thing: the same rule or cell of one report. */
function isOfSame(one, other) {
  if (one.report !== other.report) return false;
  const cells = new Set(one.cells.map((cell) => cell.cell));
  return one.findings.some((name) => other.findings.includes(name)) || other.cells.some((cell) => cells.has(cell.cell));
}

/** The list as it is under what was decided in this page. */
function list(told, known) {
  const settling = known.decisions.filter((one) => one.decision !== POSTPONED);
  const left = told.causes.filter((cause) => !settling.some((one) => isAbout(one, cause)));
  const causes = left.map((cause) => {
    const waits = known.decisions.find((one) => one.decision === POSTPONED && isAbout(one, cause));
    return waits ? { ...cause, postponed: tell(waits) } : cause;
  });
  causes.sort((one, other) => (one.postponed ? 1 : 0) - (other.postponed ? 1 : 0));
  const kept = told.decided.filter((one) => !known.undone.some((undone) => isEqual(undone, one.decision)));
  return { ...told, causes, decided: [...kept, ...known.decisions.map(tell)] };
}

function isAbout(decision, cause) {
  return decision.report === cause.report && decision.findings.some((name) => cause.findings.includes(name));
}

const NAMES = { "accept explanation": ["接受解释", "accept explanation"], "keep as published": ["照原样保留", "keep as published"], "correct to": ["更正", "correct to"], postpone: ["暂缓", "postponed"] };

function tell(decision) {
  const [zh, en] = NAMES[decision.decision];
  const says = {
    zh: `${zh}：${decision.reason}（${decision.who}，${decision.when}）`,
    en: `${en}: ${decision.reason} (${decision.who}, ${decision.when})`,
  };
  return { name: `${decision.report}:${decision.findings[0]}`, says, stale: "", decision };
}

function recall(place) {
  try {
    return JSON.parse(localStorage.getItem(place));
  } catch {
    return null; // a browser that keeps nothing, or something else under this name
  }
}

function remember(place, known) {
  try {
    localStorage.setItem(place, JSON.stringify(known));
  } catch {
    // it stays in the page, as the note beside it says
  }
}

const told = JSON.parse(document.getElementById("told").textContent);
const desk = openDesk(told);
showReview(document.getElementById("view"), desk.list(), desk);
