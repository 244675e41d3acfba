// The first visit's guide: each step is ticked when it has happened.

import { copy, setAttribute, setWords, show } from "./dom.js";
import { name } from "./words.js";

const REMEMBERED = "practice-phones-guide";

/** The call of a phone, now or before, if it went this way: "inbound" to the line, "outbound" to the phone. */
function callOf(handset, direction) {
  return [handset?.call, handset?.last_call].find((call) => call?.direction === direction);
}

/** Who plays which part: of the callers one who called, of the specialists one who was rung. */
function cast(state) {
  const callers = state.handsets.filter((one) => one.role === "caller");
  const specialists = state.handsets.filter((one) => one.role === "specialist");
  const pick = (all, way) => all.find((one) => one.call?.direction === way) ?? all.find((one) => callOf(one, way)) ?? all[0];
  return {
    caller: pick(callers, "inbound"),
    specialist: pick(specialists, "outbound"),
    callers: callers.map((one) => one.number),
  };
}

const STEPS = [
  {
    words: ({ caller, line }) => `On ${caller}’s phone, choose “Call ${line}”.`,
    done: ({ caller }) => Boolean(callOf(caller, "inbound")),
  },
  {
    words: ({ caller }) => `When the greeting is heard, press 1 on ${caller}’s keypad.`,
    done: ({ caller }) => callOf(caller, "inbound")?.hears.some((line) => line.kind === "keys" && line.text.includes("1")) ?? false,
  },
  {
    words: ({ specialist }) => `${specialist}’s phone rings: choose Answer.`,
    done: ({ specialist }) => specialist?.state === "talking" && specialist.call.direction === "outbound",
  },
  {
    words: ({ specialist }) => `Press 1 on ${specialist}’s keypad. Now they talk.`,
    done: ({ specialist, callers }) => (specialist?.call?.together ?? []).some((one) => callers.includes(one)),
  },
];

export class Guide {
  #root = document.getElementById("guide");
  #again = document.getElementById("show-guide");
  #items;
  #done = STEPS.map(() => false);
  #announce;

  constructor(announce) {
    this.#announce = announce;
    this.#items = STEPS.map(() => copy("guide-step"));
    document.getElementById("guide-steps").append(...this.#items);
    document.getElementById("hide-guide").addEventListener("click", () => this.#remember("hidden"));
    this.#again.addEventListener("click", () => {
      this.#done.fill(false);
      this.#remember("shown");
      document.getElementById("hide-guide").focus();
    });
    this.#remember(localStorage.getItem(REMEMBERED) ?? "shown");
  }

  update(state) {
    const who = cast(state);
    const names = { caller: who.caller?.name ?? "Caller", specialist: who.specialist?.name ?? "A specialist" };
    names.line = state.lines.length ? name(state, state.lines[0].number) : "the line";
    const before = this.#done.lastIndexOf(true);
    this.#done = this.#done.map((done, at) => done || STEPS[at].done(who));
    const reached = this.#done.lastIndexOf(true);
    this.#items.forEach((item, at) => {
      setWords(item.querySelector(".words"), STEPS[at].words(names));
      setWords(item.querySelector(".unseen"), at <= reached ? "Done: " : "");
      setAttribute(item, "data-done", at <= reached ? "" : null);
      setAttribute(item, "aria-current", at === reached + 1 ? "step" : null);
    });
    this.#end(names, reached, before);
  }

  #end({ specialist }, reached, before) {
    const end = document.getElementById("guide-end");
    const over = reached === STEPS.length - 1;
    const next = `decline the ring instead, set ${specialist} to never answer, or write to the line under Messages`;
    setWords(end, over ? `That is a whole call. Then try: ${next}.` : "");
    show(end, over);
    if (reached > before && !this.#root.hidden) this.#announce(`Step ${reached + 1} of ${STEPS.length} done`);
  }

  #remember(choice) {
    localStorage.setItem(REMEMBERED, choice);
    show(this.#again, choice === "hidden");
    show(this.#root, choice !== "hidden", this.#again);
  }
}
