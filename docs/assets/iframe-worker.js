// Two things for the search. Opened from a disk (file:), a browser starts no worker: the search runs in
// a hidden frame then, which has the interface of a worker. And Chinese is searched for character by
// character, all of which a page must have: without that any page with one of them would be found.
(() => {
  const QUERY = 2;
  const RUNS = /[\u4e00-\u9fff]{2,}/g;

  function spell(message) {
    if (message?.type !== QUERY) return message;
    const spelt = message.data.replace(RUNS, (run) => [...run].map((sign) => `+${sign}`).join(" "));
    return { ...message, data: spelt };
  }

  class SpellingWorker extends Worker {
    postMessage(message, ...more) {
      super.postMessage(spell(message), ...more);
    }
  }

  class FrameWorker extends EventTarget {
    constructor(address) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      // before the body is there a frame has no place
      const place = document.body ?? document.documentElement;
      place.append(this.frame);
      this.ready = this.start(String(address));
    }

    start(address) {
      const inside = this.frame.contentWindow;
      inside.postMessage = (data) => this.answer(data);
      inside.importScripts = (...scripts) => scripts.reduce(
        (before, script) => before.then(() => load(inside, script)), Promise.resolve());
      return load(inside, address);
    }

    answer(data) {
      const event = new MessageEvent("message", { data });
      this.dispatchEvent(event);
      this.onmessage?.(event);
    }

    // what is asked before the script is there waits for it
    postMessage(message) {
      const data = spell(message);
      this.ready.then(() => {
        const inside = this.frame.contentWindow;
        inside.dispatchEvent(new MessageEvent("message", { data }));
      });
    }

    terminate() {
      this.frame.remove();
    }
  }

  function load(inside, address) {
    return new Promise((done, failed) => {
      const script = inside.document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = () => failed(new Error(`${address} cannot be loaded`));
      inside.document.documentElement.append(script);
    });
  }

  window.Worker = location.protocol === "file:" ? FrameWorker : SpellingWorker;
})();
