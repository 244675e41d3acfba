// Keys and speech: on a call they are sent, on an idle phone the keys write the number to call.

import { make, setAttribute, setWords } from "./dom.js";
import { dialled } from "./words.js";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const SAID = { "*": "star", "#": "hash" };
const TYPED_INTO = "input, textarea, select";

export class Keypad {
  #root;
  #act;
  #pad;
  #speech;
  #to;
  #handset = null;

  constructor(root, act) {
    this.#root = root;
    this.#act = act;
    this.#pad = root.querySelector(".keypad");
    this.#speech = root.querySelector("form.speech");
    this.#to = root.querySelector("form.dial input");
    for (const key of KEYS) this.#pad.querySelector(".keys").append(this.#button(key));
    root.addEventListener("keydown", (event) => this.#typed(event));
    this.#speech.addEventListener("submit", (event) => this.#say(event));
    root.querySelector("form.dial").addEventListener("submit", (event) => this.#dial(event));
  }

  update(handset) {
    this.#handset = handset;
    const prompt = handset.call?.prompt;
    const recorded = handset.call?.recording;
    const listens = Boolean(prompt?.speech || recorded);
    // Read-only instead of disabled: a disabled field would drop the focus in the middle of a word.
    this.#speech.elements.words.readOnly = !listens;
    for (const element of this.#speech.querySelectorAll("input, button")) {
      setAttribute(element, "aria-disabled", listens ? null : "true");
    }
    setWords(this.#speech.querySelector(".hint"), this.#speechHint(listens, recorded));
    setAttribute(this.#pad, "data-awaited", prompt?.keys ? "" : null);
    setWords(this.#pad.querySelector(".hint"), this.#padHint(handset, prompt));
  }

  #speechHint(listens, recorded) {
    if (recorded) return "This is recorded: type what the person says. A tone is kept for each word.";
    return listens ? "The line listens: type what the person says." : "The line is not listening for speech now.";
  }

  #padHint(handset, prompt) {
    if (!handset.call) return "Keypad: writes the number to call";
    const ends = handset.call.recording?.finish_on_key;
    if (ends) return `Keypad: ${ends.length > 1 ? "any of these keys ends" : `${ends} ends`} the recording`;
    return prompt?.keys ? "Keypad: the line waits for a key" : "Keypad";
  }

  #button(key) {
    const button = make("button", "key", key);
    button.type = "button";
    if (SAID[key]) button.setAttribute("aria-label", SAID[key]);
    button.addEventListener("click", () => this.#press(key));
    return button;
  }

  #press(key) {
    if (this.#handset.state === "talking") this.#act("keys", { keys: key });
    else if (this.#handset.state === "idle") this.#to.value += key;
  }

  #typed(event) {
    const modified = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
    if (modified || !KEYS.includes(event.key) || event.target.matches(TYPED_INTO)) return;
    event.preventDefault();
    this.#press(event.key);
    const button = this.#pad.querySelectorAll(".key")[KEYS.indexOf(event.key)];
    button.classList.add("pressed");
    setTimeout(() => button.classList.remove("pressed"), 150);
  }

  async #say(event) {
    event.preventDefault();
    const field = this.#speech.elements.words;
    const words = field.value.trim();
    if (field.readOnly || !words) return;
    const done = await this.#act("speech", { words });
    if (done && field.value.trim() === words) field.value = "";
  }

  async #dial(event) {
    event.preventDefault();
    const to = dialled(this.#to.value);
    if (!to) return;
    if (await this.#act("dial", { to })) this.#to.value = "";
  }
}
