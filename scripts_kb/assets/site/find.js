/**
 * The search box in the header: opened by a click, `/` or Ctrl+K. What searches is fetched when the
 * box first has the focus, never before: most pages are read without a search.
 *
 *     find.js ──▶ call/release.json ──▶ call/CODE/find.js, the engine, its indexes
 *
 * Where that fails, Enter still asks the call screen: the box is a form.
 */

/** Switch on the box of this page; the call screen has none, it has its own field. */
export function offerSearch() {
  const form = document.querySelector("[data-find]");
  const field = form?.querySelector("input");
  if (!(form instanceof HTMLFormElement) || !field) return;
  const opener = form.querySelector("[data-find-open]");
  /** @type {Element | null} */
  let before = null;
  let begun = false;

  const open = () => {
    const from = document.activeElement;
    // A finger may open the box without the button having had the focus.
    if (from === opener || from === document.body) before = opener;
    else if (!form.contains(from)) before = from;
    form.classList.add("kb-find--open");
    opener?.setAttribute("aria-expanded", "true");
    field.focus();
    field.select();
  };
  const close = () => {
    form.classList.remove("kb-find--open");
    opener?.setAttribute("aria-expanded", "false");
  };
  const leave = () => {
    field.blur();
    close();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
  const begin = async () => {
    if (begun) return;
    begun = true;
    try {
      await start(form);
    } catch (error) {
      begun = false;
      throw error;
    }
  };

  field.addEventListener("focus", begin);
  opener?.addEventListener("click", open);
  form.querySelector("[data-find-close]")?.addEventListener("click", leave);
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node) || !form.contains(relatedTarget)) close();
  });
  form.addEventListener("keydown", (event) => {
    if (event.code !== "Escape" || event.isComposing) return;
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (!asked(event)) return;
    event.preventDefault();
    open();
  });
}

/** @param {HTMLFormElement} form */
async function start(form) {
  const root = new URL(form.dataset.find ?? "./", location.href);
  const response = await fetch(new URL("call/release.json", root), { cache: "no-cache" });
  if (!response.ok) throw new Error(`release.json: ${response.status}`);
  const release = await response.json();
  const { start: begin } = await import(new URL(`call/${release.code}/find.js`, root).href);
  await begin({ root, data: new URL(`call/${release.data}/`, root), form });
}

/**
 * Whether a key asks for the search; by its place on the keyboard, as layouts differ.
 * @param {KeyboardEvent} event
 */
function asked({ code, target, altKey, ctrlKey, metaKey, shiftKey, isComposing }) {
  if (altKey || shiftKey || isComposing) return false;
  if (code === "KeyK") return ctrlKey !== metaKey;
  const typing =
    target instanceof HTMLElement &&
    (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable);
  return code === "Slash" && !ctrlKey && !metaKey && !typing;
}
