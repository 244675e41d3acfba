// A phone's own behaviour: how it answers, whether it shows its number, and taking it away.

import { setOptions, setWords, show } from "./dom.js";
import { BEHAVIOURS } from "./words.js";

const WAITS = new Set(["machine", "drops"]);

export class Settings {
  #details;
  #form;

  constructor(root, { act, onRemove }) {
    this.#details = root.querySelector(".settings");
    this.#form = this.#details.querySelector("form");
    setOptions(this.#form.elements.answer, BEHAVIOURS);
    const send = () => act("behaviour", this.#chosen());
    this.#form.elements.answer.addEventListener("change", send);
    this.#form.elements.after.addEventListener("change", send);
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#form.querySelector(".remove").addEventListener("click", onRemove);
  }

  get withheld() {
    return this.#form.elements.withheld.checked;
  }

  /** Show the behaviour, except in a field that is being changed. */
  update(handset) {
    const { answer = "person", after = 0 } = handset.behaviour;
    const fields = this.#form.elements;
    if (document.activeElement !== fields.answer) fields.answer.value = answer;
    if (document.activeElement !== fields.after) fields.after.value = after;
    show(this.#form.querySelector(".after"), WAITS.has(answer), fields.answer);
    setWords(this.#details.querySelector(".behaviour"), BEHAVIOURS.find(([value]) => value === answer)?.[1] ?? answer);
  }

  #chosen() {
    const after = this.#form.elements.after.valueAsNumber;
    return { answer: this.#form.elements.answer.value, after: Number.isFinite(after) && after >= 0 ? after : 0 };
  }
}
