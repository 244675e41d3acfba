// Adds a phone, with a free fictional number already filled in.

import { setWords, show } from "./dom.js";
import { post, Refused } from "./exchange.js";
import { dialled, number } from "./words.js";

// +1 202 555 0100 to 0199 belong to nobody: they are set aside for stories.
const FICTIONAL = Array.from({ length: 100 }, (_, at) => `+120255501${String(at).padStart(2, "0")}`);

export class AddPhone {
  #form;
  #refused;
  #suggested = "";

  constructor(details) {
    this.#form = details.querySelector("form");
    this.#refused = details.querySelector(".refused");
    this.#form.addEventListener("submit", (event) => this.#add(event));
  }

  /** Suggest the next free number, unless somebody has typed one. */
  update(state) {
    const field = this.#form.elements.number;
    if (field.value !== this.#suggested || document.activeElement === field) return;
    const taken = new Set([...state.lines, ...state.handsets].map((one) => one.number));
    const free = FICTIONAL.find((one) => !taken.has(one));
    this.#suggested = free ? number(free) : "";
    field.value = this.#suggested;
  }

  async #add(event) {
    event.preventDefault();
    const fields = this.#form.elements;
    const phone = { name: fields.name.value.trim(), number: dialled(fields.number.value), role: fields.role.value };
    let refusal = "";
    try {
      await post("/handsets", phone);
      fields.name.value = "";
      fields.number.value = this.#suggested = "";
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusal = error.message;
    }
    setWords(this.#refused, refusal);
    show(this.#refused, refusal !== "");
  }
}
