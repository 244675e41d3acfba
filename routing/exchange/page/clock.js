// The exchange's clock: what time it is there, and, where it stands still, the buttons that move it.

import { setWords, show } from "./dom.js";
import { post, Refused } from "./exchange.js";
import { timeOfDay } from "./words.js";

export class Clock {
  #root = document.getElementById("clock");
  #state = { now: 0, clock: "moved" };
  #arrived = 0;

  constructor(onRefused) {
    for (const button of this.#root.querySelectorAll("button")) {
      button.addEventListener("click", () => this.#advance(button, onRefused));
    }
  }

  update(state) {
    this.#state = state;
    this.#arrived = performance.now();
    show(this.#root, state.clock === "moved");
    setWords(document.getElementById("clock-now"), timeOfDay(state.now, true));
  }

  /** The exchange's time now, in seconds; between two events a real clock goes on by itself. */
  get now() {
    const since = this.#state.clock === "real" ? (performance.now() - this.#arrived) / 1000 : 0;
    return this.#state.now + since;
  }

  async #advance(button, onRefused) {
    if (this.#root.getAttribute("aria-busy") === "true") return;
    this.#root.setAttribute("aria-busy", "true");
    try {
      await post("/clock/advance", { seconds: Number(button.dataset.seconds) });
      onRefused("");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      onRefused(error.message);
    } finally {
      this.#root.removeAttribute("aria-busy");
    }
  }
}
