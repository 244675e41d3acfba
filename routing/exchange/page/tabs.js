// The two sides of a phone, Call and Messages: arrow keys move between the tabs, as the ARIA pattern has it.

export class Tabs {
  #root;
  #tabs;
  #onShow;

  constructor(root, onShow) {
    this.#root = root;
    this.#tabs = [...root.querySelectorAll("[role=tab]")];
    this.#onShow = onShow;
    this.#tabs.forEach((tab, at) => {
      tab.addEventListener("click", () => this.#choose(at));
      tab.addEventListener("keydown", (event) => this.#move(event, at));
    });
    this.#mark(0);
  }

  #move(event, at) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (at + step + this.#tabs.length) % this.#tabs.length;
    this.#tabs[next].focus();
    this.#choose(next);
  }

  #choose(at) {
    this.#mark(at);
    this.#onShow();
  }

  #mark(chosen) {
    this.#tabs.forEach((tab, at) => {
      tab.setAttribute("aria-selected", String(at === chosen));
      tab.tabIndex = at === chosen ? 0 : -1;
      this.#root.querySelector(`#${tab.getAttribute("aria-controls")}`).hidden = at !== chosen;
    });
  }
}
