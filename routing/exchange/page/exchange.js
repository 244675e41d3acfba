// Speaks to the exchange: commands, and the stream of its state.

const API = "/handsets/api";
const RETRY_MS = [500, 1000, 2000, 3000];

/** The exchange said no, or did not answer; the message is for the person at the phone. */
export class Refused extends Error {}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(API + path, options);
  } catch (error) {
    if (error instanceof TypeError) throw new Refused("The exchange does not answer. Is it still running?");
    throw error;
  }
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => ({}));
  throw new Refused(said.error || `The exchange answered ${answer.status}.`);
}

/** Send a command; throws Refused. */
export function post(path, body = {}) {
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** Send a command to one phone; throws Refused. */
export function command(number, act, body = {}) {
  return post(`/handsets/${encodeURIComponent(number)}/${act}`, body);
}

/** Take a phone away; throws Refused. */
export function remove(number) {
  return ask(`/handsets/${encodeURIComponent(number)}`, { method: "DELETE" });
}

/** Call onState with every state and onLost/onHealed as the stream drops and comes back; it reconnects for ever. */
export function follow({ onState, onLost, onHealed }) {
  let failures = 0;
  function connect() {
    const stream = new EventSource(`${API}/events`);
    // A new stream begins with the state as it is, so what was missed needs no asking for.
    stream.addEventListener("state", (event) => onState(JSON.parse(event.data)));
    stream.addEventListener("open", () => {
      failures = 0;
      onHealed();
    });
    stream.addEventListener("error", () => {
      // Browsers differ in when they retry by themselves, so this page always does it.
      stream.close();
      onLost();
      setTimeout(connect, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
      failures += 1;
    });
  }
  connect();
}
