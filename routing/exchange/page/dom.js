// Changes the document in place, so that focus and half-typed text survive every event.

let counted = 0;

/** Copy a template; its data-id, data-for… attributes become ids that are unique in the page. */
export function copy(templateId) {
  const root = document.getElementById(templateId).content.firstElementChild.cloneNode(true);
  const prefix = `${templateId}-${(counted += 1)}-`;
  const links = { id: "id", for: "for", controls: "aria-controls", labelledby: "aria-labelledby", describedby: "aria-describedby" };
  for (const [from, to] of Object.entries(links)) {
    for (const element of root.querySelectorAll(`[data-${from}]`)) {
      element.setAttribute(to, prefix + element.dataset[from]);
    }
  }
  return root;
}

/** Make an element with a class and, as text only, words. */
export function make(tag, className, words = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = words;
  return element;
}

/** Set words only when they differ: a live region must not speak again what has not changed. */
export function setWords(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** Set or remove an attribute only when it differs. */
export function setAttribute(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

/** Show or hide; when what hides had the focus, the refuge takes it. */
export function show(element, shown, refuge = null) {
  if (element.hidden !== shown) return;
  const loses = !shown && element.contains(document.activeElement);
  element.hidden = !shown;
  if (loses && refuge) refuge.focus({ preventScroll: true });
}

/** Keep a scrolling box at its bottom, unless a person scrolled up; call the answer after each change. */
export function keepAtBottom(box) {
  let pinned = true;
  const stay = () => {
    if (pinned) box.scrollTop = box.scrollHeight;
  };
  box.addEventListener("scroll", () => {
    pinned = box.scrollHeight - box.scrollTop - box.clientHeight < 24;
  });
  // A box that was hidden forgets where it was scrolled to.
  new ResizeObserver(stay).observe(box);
  return stay;
}

/** Give a select these [value, words] options, keeping the chosen one and touching nothing when they are the same. */
export function setOptions(select, options) {
  const same = select.options.length === options.length && options.every(([value, words], at) => {
    const option = select.options[at];
    return option.value === value && option.textContent === words;
  });
  if (same) return;
  const chosen = select.value;
  select.replaceChildren(...options.map(([value, words]) => new Option(words, value)));
  if (options.some(([value]) => value === chosen)) select.value = chosen;
}
