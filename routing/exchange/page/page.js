// The page of practice phones: follows the exchange's state and keeps one card for each phone.

import { Aloud } from "./aloud.js";
import { AddPhone } from "./add.js";
import { Bell } from "./bell.js";
import { headline } from "./call.js";
import { Clock } from "./clock.js";
import { setWords, show } from "./dom.js";
import { follow } from "./exchange.js";
import { Guide } from "./guide.js";
import { Jumps } from "./jumps.js";
import { Phone } from "./phone.js";
import { Trouble } from "./trouble.js";

const TITLE = document.title;
const shelf = document.getElementById("phones");
const banner = document.getElementById("lost");
const phones = new Map();
const headlines = new Map();

const aloud = new Aloud();
const bell = new Bell(document.getElementById("ring-sound"));
const guide = new Guide(announce);
const clock = new Clock(warn);
const jumps = new Jumps();
const add = new AddPhone(document.getElementById("add"));
const trouble = new Trouble(document.getElementById("trouble"), announce);

/** Tell a screen reader, without moving anybody's focus. */
function announce(words) {
  setWords(document.getElementById("announcer"), words);
}

function warn(words) {
  setWords(banner, words);
  show(banner, words !== "");
}

function keepCards(state) {
  for (const handset of state.handsets) {
    if (phones.has(handset.number)) continue;
    const phone = new Phone(handset, aloud);
    phones.set(handset.number, phone);
    // Filled before it is in the page: what was said before is then read when wanted, not announced.
    phone.update(handset, state);
    shelf.append(phone.root);
  }
  const kept = new Set(state.handsets.map((one) => one.number));
  for (const [number, phone] of phones) {
    if (kept.has(number)) continue;
    if (phone.root.contains(document.activeElement)) shelf.focus({ preventScroll: true });
    phone.root.remove();
    phones.delete(number);
    headlines.delete(number);
  }
}

/** Say what each phone does now, once, naming the phone; nothing on the first sight of it. */
function tellChanges(state) {
  const news = [];
  for (const handset of state.handsets) {
    const words = headline(handset, state);
    const known = headlines.get(handset.number);
    if (known !== undefined && known !== words) news.push(`${handset.name}: ${words}`);
    headlines.set(handset.number, words);
  }
  if (news.length) announce(news.join(". "));
}

function update(state) {
  clock.update(state);
  keepCards(state);
  for (const handset of state.handsets) phones.get(handset.number).update(handset, state);
  const ringing = state.handsets.filter((one) => one.state === "ringing");
  bell.ringing = ringing.length > 0;
  document.title = ringing.length ? `${ringing[0].name}’s phone rings – ${TITLE}` : TITLE;
  setWords(document.getElementById("waiting"), state.handsets.length ? "" : "There is no phone yet. Add one below.");
  jumps.update(state, phones);
  add.update(state);
  trouble.update(state);
  tellChanges(state);
  guide.update(state);
  tick();
}

function tick() {
  for (const phone of phones.values()) phone.tick(clock.now);
}

follow({
  onState: update,
  onLost: () => warn("The connection to the exchange is lost. What is shown here may be old. Trying again…"),
  onHealed: () => {
    if (!banner.hidden) announce("Connected again");
    warn("");
  },
});
setInterval(tick, 1000);
