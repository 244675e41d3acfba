// One phone: a card whose parts are updated in place from the exchange's state.

import { Call } from "./call.js";
import { copy, setAttribute, setWords, show } from "./dom.js";
import { command, Refused, remove } from "./exchange.js";
import { Keypad } from "./keypad.js";
import { Messages } from "./messages.js";
import { Settings } from "./settings.js";
import { Tabs } from "./tabs.js";
import { Transcript } from "./transcript.js";
import { number, STATES } from "./words.js";

export class Phone {
  #number;
  #parts;
  #call;
  #messages;
  #settings;
  #refused;
  #turn = Promise.resolve();

  constructor(handset, aloud) {
    this.root = copy("phone");
    this.#number = handset.number;
    this.#refused = this.root.querySelector(".call .refused");
    const act = (name, body) => this.#act(name, body);
    this.#call = new Call(this.root, act);
    this.#messages = new Messages(this.root, act);
    this.#settings = new Settings(this.root, { act, onRemove: () => this.#inTurn(() => remove(this.#number)) });
    this.#parts = [this.#call, this.#messages, this.#settings, new Keypad(this.root, act), new Transcript(this.root, handset.name)];
    this.#parts.push(aloud.button(this.root.querySelector(".aloud"), handset.number));
    new Tabs(this.root, () => this.#messages.seen());
    setWords(this.root.querySelector(".name"), handset.name);
    setWords(this.root.querySelector(".who .number"), `${number(handset.number)}, ${handset.role}`);
    this.root.setAttribute("aria-labelledby", this.root.querySelector(".name").id);
    this.root.dataset.phone = handset.number;
    this.root.dataset.role = handset.role;
  }

  update(handset, state) {
    setAttribute(this.root, "data-state", handset.state);
    setWords(this.root.querySelector(".state .word"), STATES[handset.state]);
    for (const part of this.#parts) part.update(handset, state);
  }

  tick(now) {
    this.#call.tick(now);
  }

  #act(name, body = {}) {
    const shown = name === "dial" && this.#settings.withheld ? { from_shown: "anonymous" } : {};
    return this.#inTurn(() => command(this.#number, name, { ...body, ...shown }));
  }

  /** Send commands one after another, in the order they were given; true when the exchange took it. */
  #inTurn(send) {
    const done = this.#turn.then(send).then(
      () => this.#say(""),
      (error) => {
        if (!(error instanceof Refused)) throw error;
        return this.#say(error.message);
      },
    );
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #say(refusal) {
    setWords(this.#refused, refusal);
    show(this.#refused, refusal !== "");
    return refusal === "";
  }
}
