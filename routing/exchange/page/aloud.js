// Reads one phone's call aloud with the browser's own voices.

import { setAttribute, show } from "./dom.js";

const WORDS = new Set(["say"]);
const CUTS_IN = new Set(["keys", "speech"]);

export class Aloud {
  #chosen = null;

  /** Make a button a part of its phone: it chooses which phone is read, one at a time. */
  button(element, number) {
    const can = "speechSynthesis" in window;
    show(element, can);
    let call = null;
    let heard = 0;
    element.addEventListener("click", () => {
      this.#hush();
      this.#chosen = this.#chosen === number ? null : number;
      // Begin with the sentence that is being said, not with the whole call.
      const latest = call?.hears.findLastIndex((line) => WORDS.has(line.kind)) ?? -1;
      if (this.#chosen && latest >= 0) this.#read(call.hears.slice(latest));
      for (const other of document.querySelectorAll(".aloud")) {
        setAttribute(other, "aria-pressed", String(other === element && this.#chosen !== null));
      }
    });
    return {
      update: (handset) => {
        if (handset.call?.sid !== call?.sid) heard = 0;
        if (this.#chosen === number && call && !handset.call) this.#hush();
        call = handset.call;
        const fresh = call?.hears.slice(heard) ?? [];
        heard = call?.hears.length ?? 0;
        if (can && this.#chosen === number) this.#read(fresh);
      },
    };
  }

  #read(lines) {
    for (const line of lines) {
      if (CUTS_IN.has(line.kind)) this.#hush();
      if (!WORDS.has(line.kind)) continue;
      const spoken = new SpeechSynthesisUtterance(line.text);
      if (line.language) spoken.lang = line.language;
      speechSynthesis.speak(spoken);
    }
  }

  #hush() {
    speechSynthesis.cancel();
  }
}
