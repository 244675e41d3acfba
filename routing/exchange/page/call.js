// The top of a phone: who is on the call, and the buttons that begin, answer and end one.

import { make, setWords, show } from "./dom.js";
import { begin, duration, name, number, together } from "./words.js";

/** What this phone is doing, as a sentence. */
export function headline(handset, state) {
  const call = handset.call;
  if (!call) return "Ready to call";
  const other = name(state, call.with);
  if (handset.state === "ringing") return `${begin(other)} is calling`;
  if (handset.state === "dialling") return `Calling ${other}…`;
  if (call.hold) return "On hold";
  if (call.recording) return "Recording";
  if (call.together.length) {
    const names = together(call.together.map((one) => name(state, one)));
    return `Talking with ${names}${call.muted ? " (muted)" : ""}`;
  }
  return call.in === "queue" ? "Waiting in the queue" : `On the line with ${other}`;
}

export class Call {
  #root;
  #words;
  #elapsed;
  #lines;
  #stage = "";
  #since = 0;

  constructor(root, act) {
    this.#root = root;
    this.#words = root.querySelector(".headline .words");
    this.#elapsed = root.querySelector(".elapsed");
    this.#lines = root.querySelector(".lines");
    root.querySelector(".answer").addEventListener("click", () => act("answer"));
    root.querySelector(".decline").addEventListener("click", () => act("decline"));
    root.querySelector(".hang-up").addEventListener("click", () => act("hangup"));
    this.#lines.addEventListener("click", (event) => {
      const line = event.target.closest("button")?.dataset.number;
      if (line) act("dial", { to: line });
    });
  }

  /** Show the call; when the focused button goes away, the phone itself keeps the focus. */
  update(handset, state) {
    setWords(this.#words, headline(handset, state));
    this.#offerLines(state.lines);
    const ringing = handset.state === "ringing";
    show(this.#lines, !handset.call, this.#root);
    show(this.#root.querySelector(".ring"), ringing, this.#root);
    show(this.#root.querySelector(".hang-up"), Boolean(handset.call) && !ringing, this.#root);
    this.#markStage(handset, state);
  }

  /** Show how long this stage of the call has lasted. */
  tick(now) {
    setWords(this.#elapsed, this.#stage ? duration(now - this.#since) : "");
  }

  // The exchange tells when a call began, not when it came into the queue: that is seen here, or, when the page was
  // opened later, counted from the call's beginning.
  #markStage(handset, state) {
    const call = handset.call;
    const stage = call ? `${call.sid} ${handset.state} ${call.in === "queue"} ${Boolean(call.recording)} ${call.together}` : "";
    if (stage === this.#stage) return;
    const sameCall = call && this.#stage.startsWith(call.sid);
    this.#since = sameCall ? state.now : (call?.since ?? 0);
    this.#stage = stage;
  }

  #offerLines(lines) {
    const shown = this.#lines.children;
    lines.forEach((line, at) => {
      const button = shown[at] ?? this.#lines.appendChild(this.#lineButton());
      button.dataset.number = line.number;
      setWords(button.querySelector(".words"), `Call ${line.name || "the line"}`);
      setWords(button.querySelector(".number"), number(line.number));
    });
    while (shown.length > lines.length) shown[shown.length - 1].remove();
  }

  #lineButton() {
    const button = make("button", "main dial-line");
    button.type = "button";
    button.append(make("span", "words"), " ", make("span", "number"));
    return button;
  }
}
