// Keep the page as it is now: ask each second what is new, show that, and say so when nothing has come.
const EVERY = 1000, STALE = 3500, PATIENCE = 2500, QUIET = 10000;
const state = document.getElementById("state"), news = document.getElementById("news");
const SMALL = matchMedia("(max-width: 40rem)");
let heard = Date.now(), ahead = 0, away = false, asking = false, told = 0;

const live = () => document.getElementById("live");
const say = (where, words) => { if (where.textContent !== words) where.textContent = words; };

function lasted(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000)), minutes = Math.floor(seconds / 60), two = (n) => String(n).padStart(2, "0");
  if (!minutes) return `${seconds} s`;
  return minutes < 60 ? `${minutes} min ${two(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

// Whatever has a key stays where it is for whoever is on it: the focus goes to the same thing in the new part, and what
// was folded stays folded.
function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("live");
  if (!fresh) throw new Error("this is another page");
  const focused = document.activeElement?.id;
  for (const it of fresh.querySelectorAll("details")) it.open = document.getElementById(it.id)?.open ?? !SMALL.matches;
  live().replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  ahead = Number(fresh.dataset.at) - Date.now();
}

async function ask() {
  if (asking) return;
  asking = true;
  try {
    const url = `${location.pathname}?have=${live().dataset.version}`;
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.type === "opaqueredirect") return location.reload();
    away = answer.status === 503;
    if (answer.status === 200) show(await answer.text());
    if (answer.ok) heard = Date.now();
  } catch { /* silence; `tell` says so */ } finally {
    asking = false;
    tell();
  }
}

function tell() {
  const now = Date.now(), stale = away || now - heard > STALE;
  document.body.classList.toggle("stale", stale);
  const since = new Date(heard).toLocaleTimeString();
  const why = away ? "live state or the records do not answer" : "the service does not answer";
  say(state, stale ? `Not up to date since ${since}: ${why}. It is asked again each second.` : "Up to date.");
  if (!stale) for (const it of document.querySelectorAll(".lasts")) say(it, lasted(now + ahead - it.dataset.since));
  // For whoever hears the page: how many, when that has changed, and seldom.
  const counts = [...document.querySelectorAll("#summary strong")].map((it) => it.textContent);
  const words = `${counts[0]} in line, ${counts[1]} with somebody, ${counts[2]} available`;
  if (now - told > QUIET && news.textContent !== words) { told = now; say(news, words); }
}

// On a telephone whoever waits comes first, and what is about all is folded.
if (SMALL.matches) for (const it of live().querySelectorAll("details")) it.open = false;
ahead = Number(live().dataset.at) - Date.now();
setInterval(() => { ask(); tell(); }, EVERY);
document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
