// Rings aloud while a phone rings, once a person has asked for it.

const PITCHES = [440, 480];
const RING_S = 1.2;
const EVERY_MS = 3000;

export class Bell {
  #audio = null;
  #ringing = false;
  #timer = null;

  constructor(button) {
    button.addEventListener("click", () => {
      // Browsers let a page make sound only from a click on it.
      this.#audio ??= new AudioContext();
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      if (on) this.#audio.resume();
      else this.#audio.suspend();
    });
  }

  set ringing(now) {
    if (now === this.#ringing) return;
    this.#ringing = now;
    clearInterval(this.#timer);
    if (!now) return;
    this.#ring();
    this.#timer = setInterval(() => this.#ring(), EVERY_MS);
  }

  #ring() {
    if (this.#audio?.state !== "running") return;
    const volume = this.#audio.createGain();
    volume.gain.value = 0.06;
    volume.connect(this.#audio.destination);
    for (const pitch of PITCHES) {
      const tone = this.#audio.createOscillator();
      tone.frequency.value = pitch;
      tone.connect(volume);
      tone.start();
      tone.stop(this.#audio.currentTime + RING_S);
    }
  }
}
