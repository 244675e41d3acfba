// Text messages: one thread at a time, with a line.

import { keepAtBottom, make, setOptions, setWords, show } from "./dom.js";
import { begin, name, number, REASONS, timeOfDay } from "./words.js";

export class Messages {
  #root;
  #act;
  #form;
  #thread;
  #list;
  #stay;
  #shownWith = null;
  #read = null;
  #handset = null;
  #state = null;

  constructor(root, act) {
    this.#root = root;
    this.#act = act;
    this.#form = root.querySelector("form.write");
    this.#thread = root.querySelector(".thread");
    this.#list = this.#thread.querySelector("ol");
    this.#stay = keepAtBottom(this.#thread);
    this.#form.addEventListener("submit", (event) => this.#send(event));
    this.#form.elements.with.addEventListener("change", () => this.#write());
    this.#form.elements.body.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#form.requestSubmit();
    });
  }

  update(handset, state) {
    this.#handset = handset;
    this.#state = state;
    // What came before the page was opened is not news.
    this.#read = Math.min(this.#read ?? Infinity, handset.texts.length);
    setOptions(this.#form.elements.with, this.#partners());
    this.#write();
    this.seen();
  }

  /** Count as read whatever is in view; the tab tells how many are not. */
  seen() {
    if (!this.#root.querySelector(".panel.messages").hidden) this.#read = this.#handset.texts.length;
    const fresh = this.#handset.texts.slice(this.#read).filter((text) => text.from !== this.#handset.number).length;
    setWords(this.#root.querySelector(".tabs .new"), fresh ? ` (${fresh} new)` : "");
  }

  #partners() {
    const known = [...this.#state.lines.map((line) => line.number), ...this.#handset.texts.map((text) => text.with)];
    return [...new Set(known)].map((one) => [one, `${begin(name(this.#state, one))}, ${number(one)}`]);
  }

  #write() {
    const partner = this.#form.elements.with.value;
    const texts = this.#texts(partner);
    show(this.#thread.querySelector(".nothing"), !texts.length);
    // An exchange that was started anew has forgotten the texts.
    if (partner !== this.#shownWith || texts.length < this.#list.children.length) this.#list.replaceChildren();
    this.#shownWith = partner;
    texts.slice(this.#list.children.length).forEach((text) => this.#list.append(this.#item(text)));
    texts.forEach((text, at) => setWords(this.#list.children[at].querySelector(".status"), this.#status(text)));
    this.#stay();
    this.#thread.setAttribute("aria-label", `Messages of ${this.#handset.name} with ${name(this.#state, partner)}`);
  }

  /** The texts with somebody, and those that did not arrive, in the order in which they came or failed to. */
  #texts(partner) {
    const lost = this.#handset.lost_texts.map((text) => ({ ...text, lost: true }));
    return [...this.#handset.texts, ...lost].filter((text) => text.with === partner).sort((one, other) => one.order - other.order);
  }

  #item(text) {
    const own = text.from === this.#handset.number;
    const item = make("li", text.lost ? "note" : own ? "own" : "theirs");
    const writer = own ? this.#handset.name : begin(name(this.#state, text.from));
    const speaker = make("span", "speaker", text.lost ? "" : writer);
    const words = make("span", "words", text.lost ? `A message from ${writer} did not arrive.` : text.body);
    item.append(speaker, " ", words, " ", make("span", "at", timeOfDay(text.at)), " ", make("span", "status"));
    return item;
  }

  #status(text) {
    if (text.lost) return `${begin(REASONS[text.error] ?? text.status)} (${text.error})`;
    return text.from === this.#handset.number ? "sent" : { sent: "no receipt" }[text.status] ?? text.status;
  }

  async #send(event) {
    event.preventDefault();
    const field = this.#form.elements.body;
    const body = field.value.trim();
    const to = this.#form.elements.with.value;
    if (!body || !to) return;
    const written = field.value;
    if ((await this.#act("text", { to, body })) && field.value === written) field.value = "";
  }
}
