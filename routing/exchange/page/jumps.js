// On a narrow screen one phone fills the view: a bar tells what the others do, and leads to each.

import { make, setAttribute, setWords } from "./dom.js";
import { STATES } from "./words.js";

export class Jumps {
  #nav = document.getElementById("jumps");
  #buttons = new Map();

  /** Show each phone's name and state; a press goes to its card. */
  update(state, cards) {
    for (const handset of state.handsets) {
      const button = this.#buttons.get(handset.number) ?? this.#add(handset, cards);
      setAttribute(button, "data-state", handset.state);
      setWords(button.querySelector(".state"), STATES[handset.state]);
    }
    const kept = new Set(state.handsets.map((one) => one.number));
    for (const [number, button] of this.#buttons) {
      if (kept.has(number)) continue;
      button.remove();
      this.#buttons.delete(number);
    }
  }

  #add(handset, cards) {
    const button = make("button", "");
    button.type = "button";
    button.append(make("span", "name", handset.name), " ", make("span", "state"));
    button.addEventListener("click", () => {
      const card = cards.get(handset.number).root;
      card.focus({ preventScroll: true });
      card.scrollIntoView({ block: "start" });
    });
    this.#buttons.set(handset.number, button);
    this.#nav.append(button);
    return button;
  }
}
