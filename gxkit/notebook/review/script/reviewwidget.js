// The review in a notebook: each question goes to Python, and each decision is written there.

import { phrase } from "./phrases.js";
import { showReview } from "./review.js";

const PATIENCE = 60000; // milliseconds: a page of a scan is drawn in seconds

function render({ model, el }) {
  const waiting = new Map();
  let number = 0;
  const hear = (message) => {
    const wait = waiting.get(message.to);
    if (!wait) return;
    waiting.delete(message.to);
    if (message.error) wait.reject(Object.assign(new Error(message.error), { told: message.told }));
    else wait.resolve(message);
  };
  const ask = (question) =>
    new Promise((resolve, reject) => {
      number += 1;
      const own = `${Date.now()}-${number}`;
      waiting.set(own, { resolve, reject });
      // a kernel that is gone answers nothing; one that is busy may write it yet
      setTimeout(() => hear({ to: own, error: phrase(model.get("told").language, "noAnswer") }), PATIENCE);
      model.send({ ...question, number: own });
    });
  model.on("msg:custom", hear);
  const desk = {
    show: (name) => ask({ ask: "show", name }),
    save: (step) => ask({ ask: "save", ...step }),
    tryOut: (decision) =>
      ask({ ask: "try", made: [{ ...decision, reason: "?", who: "?", when: "2000-01-01" }] }).then(
        (answer) => answer,
        () => null,
      ),
    takeAway: null,
  };
  const view = showReview(el, model.get("told"), desk);
  view.classList.add("gx-inset");
  return () => model.off("msg:custom", hear);
}

export default { render };
