// A phone's own behaviour: how it answers, whether it shows its number, and taking it away.

import { setOptions, setWords, show } from "./dom.js";
import { BEHAVIOURS, RECEPTIONS } from "./words.js";

function seconds(field) {
  const value = field.valueAsNumber;
  return Number.isFinite(value) && value >= 0 ? value : 0;
}

const WAITS = new Set(["machine", "drops"]);

export class Settings {
  #details;
  #form;

  constructor(root, { act, onRemove }) {
    this.#details = root.querySelector(".settings");
    this.#form = this.#details.querySelector("form");
    setOptions(this.#form.elements.answer, BEHAVIOURS);
    setOptions(this.#form.elements.texts, RECEPTIONS);
    const send = () => act("behaviour", this.#chosen());
    this.#form.elements.answer.addEventListener("change", send);
    this.#form.elements.after.addEventListener("change", send);
    this.#form.elements.texts.addEventListener("change", send);
    this.#form.elements.texts_after.addEventListener("change", send);
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#form.querySelector(".remove").addEventListener("click", onRemove);
  }

  get withheld() {
    return this.#form.elements.withheld.checked;
  }

  /** Show the behaviour, except in a field that is being changed. */
  update(handset) {
    const { answer } = handset.behaviour;
    const fields = this.#form.elements;
    for (const [name, value] of Object.entries(handset.behaviour)) {
      if (document.activeElement !== fields[name]) fields[name].value = value;
    }
    show(this.#form.querySelector(".after"), WAITS.has(answer), fields.answer);
    setWords(this.#details.querySelector(".behaviour"), this.#words(handset.behaviour));
  }

  #words({ answer, texts }) {
    const calls = BEHAVIOURS.find(([value]) => value === answer)?.[1] ?? answer;
    const lost = RECEPTIONS.find(([value]) => value === texts)?.[1] ?? texts;
    return texts === "arrive" ? calls : `${calls}; a text: ${lost}`;
  }

  #chosen() {
    const { answer, after, texts, texts_after } = this.#form.elements;
    return { answer: answer.value, after: seconds(after), texts: texts.value, texts_after: seconds(texts_after) };
  }
}
