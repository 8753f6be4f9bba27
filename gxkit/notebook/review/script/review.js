// What is undecided, one thing after the other: its page, what may be chosen, and why it is.

import { make } from "../../viewer/script/dom.js";
import { makeLeaves } from "../../viewer/script/leaves.js";
import { makeTip } from "../../viewer/script/tips.js";
import { said } from "../../viewer/script/words.js";
import { makeOptions } from "./options.js";
import { phrase } from "./phrases.js";

const SHORTCUTS = [
  ["n / p", "keyNext"],
  ["1–9", "keyAccept"],
  ["k / c / z", "keyOthers"],
  ["r", "keyReason"],
  ["Ctrl+Enter", "keySave"],
  ["?", "keyHelp"],
];
const KINDS = { k: "keep", c: "correct", z: "postpone" };

/**
 * Shows a review in an element. `desk` keeps what is decided: `show(name)` tells a cause in `detail`,
 * `save({made, undone})` the list as it is then in `told` and what is `broken` still, `tryOut(decision)`
 * what it would change (null where nobody can be asked), `takeAway()` hands the decisions over (null where they are kept). Where
 * others may decide too, what is told and what is refused bring the list as it is now, in `told`.
 */
export function showReview(root, told, desk) {
  // JupyterLab would take a key for its own: z takes back what was typed
  const view = make("div", { class: "gx-view gx-review", tabindex: "0", "data-lm-suppress-shortcuts": "true" });
  const state = { told, language: told.language, at: told.causes[0]?.name ?? null, who: told.who, note: "", parts: null, before: [], isBusy: false };
  const tip = makeTip(view, () => state.language);
  const deeds = {
    go: (step) => {
      const names = state.told.causes.map((cause) => cause.name);
      if (!names.length) return;
      const now = names.indexOf(state.at);
      state.at = names[(now + step + names.length) % names.length];
      state.note = "";
      draw();
    },
    turn: () => {
      state.language = state.language === "zh" ? "en" : "zh";
      draw();
    },
    save: async () => {
      // the cards of one cause would be saved for the next, or twice
      if (state.isBusy) return;
      const refused = await saveChoice(state, desk, deeds);
      if (!refused) {
        draw();
        return;
      }
      deeds.wait(false);
      state.parts?.say(refused);
    },
    undo: async (decision) => {
      if (state.isBusy) return;
      await settle(state, desk, deeds, { made: [], undone: [decision] }, desk.takeAway ? "taken" : "undone");
      draw();
    },
    /** Says that something is waited for, until the view is built anew or nothing is waited for. */
    wait: (isBusy, text = "") => {
      state.isBusy = isBusy;
      for (const button of view.querySelectorAll(".gx-save, .gx-undo")) button.disabled = isBusy;
      view.querySelector(".gx-said")?.replaceChildren(text);
      state.parts?.say("");
    },
  };
  const draw = async () => {
    const wanted = state.at;
    view.lang = state.language === "zh" ? "zh-CN" : "en";
    deeds.wait(true, `${state.note} ${phrase(state.language, "loading")}`);
    const detail = wanted === null ? null : await ask(state, desk, wanted);
    // somebody may have gone on while it was computed
    if (wanted !== state.at) return;
    if (wanted !== null && !isListed(state, wanted)) {
      leave(state, "elsewhere");
      draw();
      return;
    }
    build(view, state, detail, desk, deeds, tip);
    state.isBusy = false;
    view.focus();
  };
  view.append(make("p", { class: "gx-note" }, phrase(state.language, "loading")));
  view.addEventListener("keydown", (event) => press(event, state, deeds));
  root.replaceChildren(view);
  draw();
  return view;
}

async function ask(state, desk, name) {
  try {
    const { detail, told } = await desk.show(name);
    takeOver(state, told);
    return detail;
  } catch (error) {
    takeOver(state, error.told);
    state.note = error.message;
    return null;
  }
}

/** Saves what is chosen; gives what is wanting, or what was refused, in a sentence. */
async function saveChoice(state, desk, deeds) {
  const { parts, language } = state;
  if (!parts) return phrase(language, "nothing");
  const { decision, wants, fields } = parts.options.decide();
  if (wants) return phrase(language, wants, fields);
  const reason = parts.reason.value.trim();
  const who = parts.who.value.trim();
  if (!reason) {
    parts.reason.focus();
    return phrase(language, "needReason");
  }
  if (!who) {
    parts.who.focus();
    return phrase(language, "needWho");
  }
  state.who = who;
  const made = { ...decision, reason, who, when: today() };
  return settle(state, desk, deeds, { made: [made], undone: [] }, desk.takeAway ? "kept" : "saved");
}

/** Has the desk keep a step, and goes on to what comes next only then. */
async function settle(state, desk, deeds, step, done) {
  const names = namesOf(state);
  deeds.wait(true, phrase(state.language, "saving"));
  let broken = [];
  try {
    const saved = await desk.save(step);
    takeOver(state, saved.told);
    broken = saved.broken ?? [];
  } catch (error) {
    takeOver(state, error.told);
    if (step.made.length && !isListed(state, state.at)) {
      leave(state, "elsewhere");
      return null;
    }
    state.note = error.message;
    return error.message;
  }
  const back = namesOf(state).find((name) => !names.includes(name));
  // what was undone is what a person wants to see
  if (back) state.at = back;
  else if (step.made.length || !isListed(state, state.at)) leave(state, done);
  // what was decided in a page by itself is undone there, and nothing else has to follow
  state.note = phrase(state.language, back && done === "taken" ? "back" : done);
  // a number that leaves a rule broken is more likely mistyped than right
  if (broken.length) state.note += ` ${phrase(state.language, "stillBroken", { rules: broken.join(", ") })}`;
  return null;
}

function namesOf({ told }) {
  return told.causes.map((cause) => cause.name);
}

function isListed(state, name) {
  return namesOf(state).includes(name);
}

/** Takes over a list, if there is one, and keeps what stood where: what is left leads on from there. */
function takeOver(state, told) {
  if (!told) return;
  state.before = namesOf(state);
  state.told = told;
}

/** Goes on from a cause that is decided: to what came behind it, else to what is in its place now. */
function leave(state, note) {
  const { before } = state;
  const left = namesOf(state);
  const place = Math.max(0, before.indexOf(state.at));
  state.at = left.includes(before[place + 1]) ? before[place + 1] : left[Math.min(place, left.length - 1)] ?? null;
  state.note = phrase(state.language, note);
}

function today() {
  const now = new Date();
  const pad = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

// ---- how it looks

function build(view, state, detail, desk, deeds, tip) {
  const { language, told } = state;
  const cause = told.causes.find((one) => one.name === state.at);
  state.parts = null;
  const inside = detail && cause ? buildCause(state, cause, detail, desk, deeds, tip) : [makeEmpty(state)];
  const help = makeShortcuts(language);
  view.replaceChildren(makeHead(state, cause, desk, deeds, help), ...inside, makeDecided(told, language, deeds), help, tip.element ?? view.querySelector(":scope > .gx-tip") ?? "");
  state.help = help;
}

function makeEmpty(state) {
  return make("p", { class: "gx-nothing" }, state.at === null ? phrase(state.language, "nothing") : state.note);
}

function makeHead(state, cause, desk, deeds, help) {
  const { language, told } = state;
  const at = told.causes.indexOf(cause) + 1;
  const title = make("span", { class: "gx-title" }, make("b", {}, phrase(language, "title")), ` ${cause ? `${cause.agency || cause.report} ${cause.year ?? ""} · ${cause.source}` : told.folder}`);
  const place = make("span", { class: "gx-count" }, cause ? phrase(language, "place", { at, count: told.causes.length }) : "");
  const note = make("span", { class: "gx-said", role: "status" }, state.note);
  const makeButton = (name, text, deed) => make("button", { type: "button", class: `gx-${name}`, onclick: deed }, text);
  const take = desk.takeAway
    ? [makeButton("take", phrase(language, "download", { count: desk.count() }), () => {
        const name = desk.takeAway();
        note.textContent = phrase(language, "downloaded", { name });
      })]
    : [];
  return make(
    "header",
    { class: "gx-bar" },
    title,
    note,
    makeButton("previous", "‹", () => deeds.go(-1)),
    place,
    makeButton("next", "›", () => deeds.go(1)),
    ...take,
    makeButton("language", phrase(language, "other"), deeds.turn),
    makeButton("keys", "?", () => {
      help.hidden = !help.hidden;
    }),
  );
}

function buildCause(state, cause, detail, desk, deeds, tip) {
  const { language } = state;
  const { view } = detail;
  const point = (at, element) => (at === null ? tip.hide() : tip.show(view.cells[at], element));
  const leaves = makeLeaves(view, language, { choose: (at) => state.parts?.options.correct(at), point });
  const show = (cells, pair, aside = null) => {
    if (view.cells.length) leaves.mark(pair ? [...new Set([...cells, ...pair.groups.flat()])] : cells, null, pair ?? null, aside);
  };
  const options = makeOptions(detail, language, {
    choose: (card) => show(card.option.cells ?? [], card.option.pair),
    tryOut: desk.tryOut,
  });
  const form = makeForm(state, deeds);
  const note = view.note ? [make("p", { class: "gx-note" }, view.note)] : [];
  const right = make("div", { class: "gx-right" }, make("div", { class: "gx-choices" }, ...note, makeRules(cause, detail, language, show), options.element), form.element);
  state.parts = { options, ...form };
  const cells = [...new Set(detail.findings.flatMap((one) => one.cells))];
  // what is not yet on the screen cannot be scrolled to
  requestAnimationFrame(() => show(cells, null, cells.length ? null : detail.findings[0].aside));
  return [make("div", { class: "gx-halves" }, leaves.element, right)];
}

function makeRules(cause, detail, language, show) {
  const rules = detail.findings.map((one) =>
    make("li", {}, make("button", { type: "button", class: "gx-choice", onclick: () => show(one.cells, null, one.aside) }, one.sums ? make("span", { class: "gx-sums" }, one.sums) : null, " ", said(language, one.says))),
  );
  const weight = cause.effect === null ? "—" : cause.effect.toFixed(2);
  const told = `${phrase(language, "broken")} (${rules.length}) · ${phrase(language, "effect")} ${weight} · ${phrase(language, "moved")} ${cause.moved || "—"}`;
  const waits = cause.postponed ? [make("p", { class: "gx-waits" }, `${phrase(language, "waits")}: ${said(language, cause.postponed.says)}`)] : [];
  const deciders = [...new Set(detail.options.flatMap((option) => (option.deciders ?? []).map((one) => said(language, one))))];
  const deciding = deciders.length ? [make("small", {}, phrase(language, "deciders")), make("ul", {}, ...deciders.map((text) => make("li", {}, text)))] : [];
  return make("div", { class: "gx-findings" }, make("small", {}, told), ...waits, make("ol", {}, ...rules), ...deciding);
}

function makeForm(state, deeds) {
  const { language } = state;
  const reason = make("textarea", { rows: "2", class: "gx-reason", placeholder: phrase(language, "reason"), "aria-label": phrase(language, "reason") });
  const who = make("input", { type: "text", class: "gx-who", value: state.who, placeholder: phrase(language, "who"), "aria-label": phrase(language, "who") });
  const wanting = make("span", { class: "gx-wanting", role: "alert" });
  const save = make("button", { type: "button", class: "gx-save", onclick: deeds.save }, phrase(language, "save"));
  const element = make("div", { class: "gx-form-of-decision" }, reason, make("div", { class: "gx-row" }, who, save, wanting));
  const say = (text) => {
    wanting.textContent = text;
  };
  return { element, reason, who, say };
}

function makeDecided(told, language, deeds) {
  const items = told.decided.map((one) => {
    const undo = make("button", { type: "button", class: "gx-undo", onclick: () => deeds.undo(one.decision) }, phrase(language, "undo"));
    const stale = one.stale ? [make("p", { class: "gx-wanting" }, `${phrase(language, "stale")}: ${one.stale}`)] : [];
    return make("li", { "data-name": one.name }, undo, ` ${one.name} · `, said(language, one.says), ...stale);
  });
  if (!items.length) return make("span", {});
  return make("details", { class: "gx-decided" }, make("summary", {}, `${phrase(language, "decided")} (${items.length})`), make("ul", {}, ...items));
}

function makeShortcuts(language) {
  const rows = SHORTCUTS.map(([keys, name]) => make("tr", {}, make("td", {}, make("kbd", {}, keys)), make("td", {}, phrase(language, name))));
  return make("div", { class: "gx-help", role: "dialog", "aria-label": phrase(language, "help"), hidden: true }, make("table", {}, make("tbody", {}, ...rows)));
}

// ---- keys

function press(event, state, deeds) {
  const isSave = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  const isTyping = ["INPUT", "TEXTAREA"].includes(event.target.tagName);
  let deed = isSave ? deeds.save : null;
  if (!deed && event.key === "Escape") deed = () => event.currentTarget.focus();
  if (!deed && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) deed = keyDeed(event.key, state, deeds);
  // neither the page nor a notebook around it shall take the key for its own
  if (deed || isTyping) event.stopPropagation();
  if (!deed) return;
  event.preventDefault();
  deed(event);
}

function keyDeed(key, state, deeds) {
  const { parts } = state;
  const cards = parts?.options.cards ?? [];
  const accepts = cards.filter((card) => card.kind === "accept");
  const card = /^[1-9]$/.test(key) ? accepts[Number(key) - 1] : cards.find((one) => one.kind === KINDS[key]);
  if (card) return () => pickAndShow(card, parts);
  const ways = {
    n: () => deeds.go(1),
    p: () => deeds.go(-1),
    r: () => parts?.reason.focus(),
    "?": () => {
      state.help.hidden = !state.help.hidden;
    },
  };
  return ways[key];
}

function pickAndShow(card, parts) {
  const folded = card.element.closest("details");
  if (folded) folded.open = true;
  parts.options.pick(card);
  card.element.scrollIntoView({ block: "nearest" });
  card.element.querySelector("input")?.focus();
}
