// Keep the conversations as they are now, and leave alone what is being written.
const EVERY = 2000, PATIENCE = 2500;
const state = document.getElementById("state"), all = () => document.getElementById("talks");
let asking = false;

function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("talks");
  if (!fresh) throw new Error("this is another page");
  for (const old of all().querySelectorAll("section")) if (!fresh.querySelector(`[id="${old.id}"]`)) old.remove();
  for (const one of fresh.querySelectorAll("section")) {
    const old = document.getElementById(one.id);
    if (old) old.querySelector("ol").replaceWith(one.querySelector("ol")); else all().append(one);
  }
  const none = fresh.querySelector("#none"), was = document.getElementById("none");
  if (none && !was) all().append(none); else if (!none && was) was.remove();
  all().dataset.version = fresh.dataset.version;
}

async function ask() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const url = `${location.pathname}?have=${all().dataset.version}`;
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.type === "opaqueredirect") return location.reload();
    if (answer.status === 200) show(await answer.text());
    state.textContent = answer.ok ? "" : "Not up to date: the service does not answer. It is asked again.";
  } catch { state.textContent = "Not up to date: the service does not answer. It is asked again."; } finally { asking = false; }
}

setInterval(ask, EVERY);
document.addEventListener("visibilitychange", ask);
