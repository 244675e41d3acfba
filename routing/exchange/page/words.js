// Puts numbers, times, languages and states into words.

const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language" });

/** "+12025550107" as "+1 202 555 0107"; any other address as it is. */
export function number(address) {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(address);
  if (parts) return `+1 ${parts[1]} ${parts[2]} ${parts[3]}`;
  return /^\+?\d+$/.test(address) ? address : "a withheld number";
}

/** What a person typed, as the exchange dials it: digits, and + when it was there or eleven digits begin with 1. */
export function dialled(typed) {
  const kept = typed.replace(/[^\d+*#]/g, "");
  if (/^1\d{10}$/.test(kept)) return `+${kept}`;
  return /^\d{10}$/.test(kept) ? `+1${kept}` : kept;
}

/** The name of a line or a phone in this state, or its number. */
export function name(state, address) {
  const known = [...state.lines, ...state.handsets].find((one) => one.number === address);
  return known?.name || number(address);
}

/** Words as the beginning of a sentence: a line may be named "the recovery helpline". */
export function begin(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Seconds as "0:07" or "1:02:03". */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value) => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** An instant of the exchange's clock as the time of day here. */
export function timeOfDay(instant, withSeconds = false) {
  const style = { hour: "2-digit", minute: "2-digit", ...(withSeconds && { second: "2-digit" }) };
  return new Date(instant * 1000).toLocaleTimeString([], style);
}

/** "es-US" as "Spanish". */
export function language(tag) {
  try {
    return LANGUAGES.of(tag.split("-")[0]);
  } catch (error) {
    if (error instanceof RangeError) return tag;
    throw error;
  }
}

/** Names as "Ana", "Ana and Bo", "Ana, Bo and Cy". */
export function together(names) {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

export const STATES = { idle: "Idle", dialling: "Calling", ringing: "Ringing", talking: "On a call" };

/** What becomes of a text that is sent to a phone, by how the phone takes them; the codes are Twilio's. */
export const RECEPTIONS = [
  ["arrive", "arrives"],
  ["no_receipt", "arrives, and nobody tells"],
  ["off", "phone switched off (30003)"],
  ["blocked", "blocked (30004)"],
  ["unknown", "unknown number (30005)"],
  ["landline", "landline (30006)"],
  ["filtered", "filtered by the carrier (30007)"],
  ["fails", "fails (30008)"],
  ["not_mobile", "no mobile: refused (21614)"],
];

export const REASONS = {
  30003: "the phone was switched off",
  30004: "it was blocked",
  30005: "the number is unknown",
  30006: "the phone takes no texts",
  30007: "the carrier filtered it",
  30008: "it failed",
};

export const BEHAVIOURS = [
  ["person", "a person answers"],
  ["never", "never answers"],
  ["busy", "is busy"],
  ["machine", "voicemail box answers"],
  ["bad", "bad number"],
  ["drops", "answers and hangs up"],
];
