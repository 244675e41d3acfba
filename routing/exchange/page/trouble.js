// Rehearsals: what an operator can have go wrong, in the network and at Twilio, and putting it right again.

import { make, setOptions, setWords, show } from "./dom.js";
import { post, Refused } from "./exchange.js";

const ALWAYS = 1_000_000;
const TIMES = [["1", "once"], ["3", "three times"], ["10", "ten times"], [String(ALWAYS), "until it is put right"]];

// Each: the wish that the exchange is sent, what it is called, and what a helpline should then do.
const TROUBLES = [
  {
    name: "Twilio refuses to place calls: too many (429)",
    then: "Nobody is rung meanwhile. Whoever waits keeps the place, and is offered when it is over.",
    wish: { kind: "rest", status: 429, match: "POST /Calls.json" },
  },
  {
    name: "Twilio answers every request with an error (500)",
    then: "Calls under way go on. What was asked for is asked for again.",
    wish: { kind: "rest", status: 500, match: "" },
  },
  {
    name: "Twilio does what is asked and its answer is lost",
    then: "Nobody may be rung twice for that.",
    wish: { kind: "rest", drop: "response", match: "POST /" },
  },
  {
    name: "Twilio’s answers are late",
    then: "Whoever calls does not notice.",
    wish: { kind: "rest", match: "" },
    seconds: "delay",
  },
  {
    name: "Webhooks come twice",
    then: "Nothing happens twice.",
    wish: { kind: "hooks", mode: "double", match: "/" },
  },
  {
    name: "News of calls is late",
    then: "Old news changes nothing.",
    wish: { kind: "hooks", mode: "late", match: "/status" },
    seconds: "seconds",
  },
  {
    name: "News of calls is lost",
    then: "Twilio is asked how things stand.",
    wish: { kind: "hooks", mode: "lose", match: "/status" },
  },
  {
    name: "Requests for what to say are lost",
    then: "The fallback is asked, or the call ends with Twilio’s apology.",
    wish: { kind: "hooks", mode: "lose", match: "/" },
  },
  {
    name: "Nobody can be put into Twilio’s queue",
    then: "Whoever is in line stays there, outside the queue.",
    wish: { kind: "queue", result: "system-error" },
  },
  {
    name: "Recordings are ready late",
    then: "The message is kept all the same.",
    wish: { kind: "recording" },
    seconds: "seconds",
  },
  {
    name: "Redis stops answering",
    then: "Whoever calls still hears the menu, emergency steps and information. Whoever waits keeps the place, and is told.",
    wish: { kind: "still", process: "Redis" },
  },
];

function words({ name, times }) {
  const left = times > ALWAYS / 2 ? "until it is put right" : times === 1 ? "once more" : `${times} times more`;
  return `${name}: ${left}`;
}

export class Trouble {
  #root;
  #form;
  #list;
  #refused;
  #announce;
  #beside = null;

  constructor(details, announce) {
    this.#root = details;
    this.#announce = announce;
    this.#form = details.querySelector("form");
    this.#list = details.querySelector("ul");
    this.#refused = details.querySelector(".refused");
    setOptions(this.#form.elements.times, TIMES);
    this.#form.elements.what.addEventListener("change", () => this.#explain());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask(this.#wish());
    });
    details.querySelector(".mend").addEventListener("click", () => this.#ask({ kind: "clear" }));
  }

  /** List what is going wrong now, and what can. */
  update(state) {
    this.#offer(state.beside);
    setWords(this.#root.querySelector(".active"), state.faults.length ? ` (${state.faults.length} now)` : "");
    show(this.#root.querySelector(".mend"), state.faults.length > 0, this.#root.querySelector("summary"));
    while (this.#list.children.length > state.faults.length) this.#list.lastElementChild.remove();
    state.faults.forEach((fault, at) => {
      setWords(this.#list.children[at] ?? this.#list.appendChild(make("li", "fault")), words(fault));
    });
    show(this.#list, state.faults.length > 0);
  }

  /** What runs beside the exchange is known only once it has told. */
  #offer(beside) {
    if (this.#beside?.join() === beside.join()) return;
    this.#beside = beside;
    const possible = TROUBLES.filter(({ wish }) => !wish.process || beside.includes(wish.process));
    setOptions(this.#form.elements.what, possible.map((trouble) => [String(TROUBLES.indexOf(trouble)), trouble.name]));
    this.#explain();
  }

  get #chosen() {
    return TROUBLES[Number(this.#form.elements.what.value)];
  }

  #explain() {
    setWords(this.#form.querySelector(".hint"), this.#chosen.then);
    show(this.#form.querySelector(".seconds"), Boolean(this.#chosen.seconds));
    show(this.#form.querySelector(".times"), !this.#chosen.wish.process); // it is still until it is put right
  }

  #wish() {
    const { name, wish, seconds } = this.#chosen;
    const { times, seconds: field } = this.#form.elements;
    return { ...wish, name, times: Number(times.value), ...(seconds && { [seconds]: field.valueAsNumber || 0 }) };
  }

  async #ask(wish) {
    let refusal = "";
    try {
      await post("/faults", wish);
      this.#announce(wish.name ? `Goes wrong now: ${wish.name}` : "Nothing goes wrong any more");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusal = error.message;
    }
    setWords(this.#refused, refusal);
    show(this.#refused, refusal !== "");
  }
}
