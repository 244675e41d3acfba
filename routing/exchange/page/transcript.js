// Shows what is heard on a call, line by line.

import { keepAtBottom, make, setAttribute, setWords, show } from "./dom.js";
import { begin, duration, language, name } from "./words.js";

const ENDS = {
  completed: "The call has ended",
  busy: "The call was declined, or the phone was busy",
  "no-answer": "Nobody answered",
  canceled: "The call was taken back",
  failed: "The call failed",
};
// Said by the exchange itself, in words that need no speaker.
const NOTES = { play: "plays", pause: "pause", silence: "silence", beep: "beep", ring: "ringing", music: "music", recorded: "recorded" };
const OWN = { keys: "pressed", speech: "said" };

/** Join neighbouring notes of one kind: hold music that plays again is one line that grows. */
function joined(hears) {
  const lines = [];
  for (const line of hears) {
    const last = lines.at(-1);
    if (last?.kind === line.kind && line.kind in NOTES && last.text === line.text) last.seconds += line.seconds ?? 0;
    else lines.push({ ...line });
  }
  return lines;
}

function note(line) {
  const seconds = Math.round(line.seconds ?? 0);
  // A recording is told by its file's name, tones by their digits.
  const what = [NOTES[line.kind], line.text.split("/").at(-1)].filter(Boolean).join(" ");
  return seconds > 0 ? `${what}, ${seconds} s` : what;
}

export class Transcript {
  #log;
  #list;
  #end;
  #nothing;
  #stay;
  #sid = null;

  constructor(root, holder) {
    this.#log = root.querySelector(".transcript");
    this.#list = this.#log.querySelector("ol");
    this.#end = this.#log.querySelector(".end");
    this.#nothing = this.#log.querySelector(".nothing");
    this.#log.setAttribute("aria-label", `What ${holder} hears`);
    this.#stay = keepAtBottom(this.#log);
    // Counting seconds of music would chatter: only new lines are announced.
    this.#log.setAttribute("aria-relevant", "additions");
  }

  /** Show the lines of the call, or of the last one; a new call begins on an empty page. */
  update(handset, state) {
    const call = handset.call ?? handset.last_call;
    show(this.#nothing, !call?.hears.length);
    if (call?.sid !== this.#sid) this.#list.replaceChildren();
    this.#sid = call?.sid;
    this.#write(joined(call?.hears ?? []), handset, call ? name(state, call.with) : "");
    const ended = handset.call ? null : handset.last_call;
    show(this.#end, Boolean(ended));
    setWords(this.#end, ended ? ENDS[ended.ended] ?? `Call ended: ${ended.ended}` : "");
    this.#stay();
  }

  #write(lines, handset, other) {
    while (this.#list.children.length > lines.length) this.#list.lastElementChild.remove();
    let speaker = null;
    lines.forEach((line, at) => {
      const said = this.#words(line, handset, other);
      const item = this.#list.children[at] ?? this.#list.appendChild(this.#item());
      setAttribute(item, "class", said.kind);
      setWords(item.querySelector(".at"), duration(line.at - lines[0].at));
      setWords(item.querySelector(".speaker"), said.speaker);
      setAttribute(item.querySelector(".speaker"), "data-again", said.speaker === speaker ? "" : null);
      const words = item.querySelector(".words");
      setWords(words, said.words);
      setAttribute(words, "lang", said.kind === "theirs" && line.language ? line.language : null);
      speaker = said.speaker;
    });
  }

  #item() {
    const item = document.createElement("li");
    const at = make("span", "at");
    at.setAttribute("aria-hidden", "true");
    item.append(make("span", "speaker"), " ", make("span", "words"), " ", at);
    return item;
  }

  #words(line, handset, other) {
    if (line.kind in NOTES) return { kind: "note", speaker: "", words: note(line) };
    if (line.kind in OWN) {
      const words = line.kind === "keys" ? line.text.split("").join(" ") : `“${line.text}”`;
      return { kind: "own", speaker: `${handset.name} ${OWN[line.kind]}`, words };
    }
    const spoken = line.language ? `, in ${language(line.language)}` : "";
    return { kind: "theirs", speaker: begin(other) + spoken, words: line.text };
  }
}
