/** Keys and buttons of the call screen; keys by their place on the keyboard, as layouts differ. */

import { flash } from "../desk.js";
import { foreign, held, place } from "../dom.js";
import { atHand } from "./home.js";
import { isReply, take } from "./replies.js";
import { doubt } from "./searching.js";
import { atRest, help, network } from "./view.js";

/** @import { Screen } from "../screen.js" */

/** Keys that act on the answer: those of a query that is not answered yet wait for it. */
const ACTS = /^(Digit|Numpad|Key[ACMNPW])/;

/** @param {Screen} screen */
export function listen(screen) {
  screen.input.addEventListener("input", () => screen.typed());
  window.addEventListener("keydown", (event) => key(screen, event), true);
  for (const event of ["online", "offline"]) window.addEventListener(event, () => network(screen.desk, true));
  // Another tab has pinned: the digits are to open what they stand beside.
  window.addEventListener("storage", ({ key }) => {
    if (key?.endsWith(" pins") && !place("call-home").hidden) atRest(screen);
  });
  screen.list.addEventListener("mousedown", (event) => event.preventDefault());
  screen.list.addEventListener("click", (event) => {
    const option = /** @type {HTMLElement} */ (event.target).closest("[role=option]");
    if (option) screen.choose([...screen.list.children].indexOf(option), true);
  });
  for (const [id, act] of /** @type {[string, () => void][]} */ ([
    ["call-previous", () => screen.move(-1) && screen.tell(true)],
    ["call-following", () => screen.move(1) && screen.tell(true)],
    ["call-copy", () => screen.copy()],
    ["call-clear", () => screen.back()],
    ["call-help", () => help(screen.desk)],
  ])) {
    place(id).addEventListener("mousedown", (event) => event.preventDefault());
    place(id).addEventListener("click", act);
  }
}

/** @param {Screen} screen @param {KeyboardEvent} event */
function key(screen, event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  const own = target === screen.input;
  // As on every other page of the site.
  if (asksForSearch(event)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    screen.input.focus();
    screen.input.select();
    return;
  }
  const within = ["player", "call-around"].some((id) => place(id).contains(target));
  if (foreign(event) || (typing && !own && !within)) return;
  if (pressed(screen, event, own, typing)) {
    event.preventDefault();
    // The theme has keys of its own, on the same letters.
    event.stopImmediatePropagation();
  }
}

/**
 * @param {Screen} screen
 * @param {KeyboardEvent} event
 * @param {boolean} own whether the cursor is in the search field
 * @param {boolean} typing whether it is in any field
 * @returns {boolean} whether the key was ours
 */
function pressed(screen, event, own, typing) {
  const { input, player } = screen;
  const { code, altKey, shiftKey } = event;
  if (code === "F1") return help(screen.desk), true;
  const free = !input.value && !shiftKey && (own || !typing);
  if (held(event, free)) return true;
  if (screen.query !== screen.found.answered && (altKey ? !shiftKey && ACTS.test(code) : own && code === "Enter")) {
    // What came before it is done before it.
    const { wish } = screen;
    screen.wish = () => (wish?.(), pressed(screen, event, own, typing));
    return true;
  }
  if (altKey) return !shiftKey && alt(screen, event);
  if (typing && !own) return false;
  const onButton = /** @type {HTMLElement} */ (event.target).closest("button, a, summary, [tabindex]") !== null && !own;
  if (code === "Escape") return screen.back(), true;
  // The keys have a scroll of their own; the focus stays where one types.
  if (/^Page/.test(code) && !place("call-keys").hidden) return place("call-keys").scrollBy(0, code === "PageDown" ? 200 : -200), true;
  if (code === "ArrowDown") return screen.move(1);
  if (code === "ArrowUp") return screen.move(-1);
  if (code === "Slash" && !own && !shiftKey) return input.focus(), input.select(), true;
  if (code === "Enter" && !onButton && enter(screen)) return true;
  if (free && !screen.opened && player.run) {
    if (player.key(event, !onButton || code !== "Enter")) return true;
  } else if (free && !screen.opened && digit(screen, code)) return true;
  // The digit is an answer to the step, and the card stands before it.
  if (free && screen.opened && player.run && /^(Digit|Numpad)\d$/.test(code)) return flash(screen.desk.t("to_step_key")), true;
  if (code === "Backspace" && own && free && screen.opened) return screen.back(), true;
  // A space presses a button; what else is typed is the customer's words, wherever the focus is.
  if (!own && event.key.length === 1 && !(onButton && event.key === " ")) input.focus();
  return false;
}

/** @param {Screen} screen */
function enter(screen) {
  const { entity, query } = screen;
  // Who says that this is all is not to take the first for the answer.
  if (doubt(screen)) return true;
  // What is only near is looked at before it is said.
  if (screen.found.guess) return screen.choose(0, true);
  if (!entity) return query !== "" && screen.note();
  if (isReply(entity)) return take(screen, entity);
  if (!entity.startsWith("script/")) {
    screen.use();
    screen.tell(false);
  }
  // In a call a script is looked at first: who searches on means no new call.
  else if (query && screen.player.run) return screen.open(entity);
  else screen.script(entity);
  // The next letter begins a new search.
  screen.input.select();
  return true;
}

/** @param {Screen} screen @param {string} code */
function digit(screen, code) {
  const digit = Number(/^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] ?? 0);
  const entity = digit ? atHand(screen.desk, screen.segment ?? "")[digit - 1]?.entity : undefined;
  return entity !== undefined && screen.open(entity);
}

/** @param {Screen} screen @param {KeyboardEvent} event @returns {boolean} */
function alt(screen, event) {
  const { code } = event;
  if (/^(Digit|Numpad)[1-9]$/.test(code)) {
    if (screen.query) return screen.choose(Number(code.at(-1)) - 1, true);
    if (screen.player.run) return screen.player.key(event, true);
    return digit(screen, code);
  }
  if (code === "KeyS") return screen.nextSegment(), true;
  if (code === "KeyN") return screen.note();
  if (code === "KeyL") return screen.showRecords(), true;
  if (code === "KeyQ") return screen.finish(), true;
  if (code === "KeyZ" && !screen.player.run) return place("call-around").querySelector("input")?.focus(), true;
  if (screen.entity && !isReply(screen.entity)) {
    if (code === "KeyC") return void screen.copy(), true;
    if (code === "KeyM") return screen.turn({ more: !screen.how.more });
    if (code === "KeyA") return screen.turn({ choice: screen.how.choice + 1 });
    if (code === "KeyP") return screen.pin(), true;
    if (code === "KeyW") return screen.why(), true;
  }
  return screen.player.key(event, false);
}

/** Ctrl+K, ⌘K, in any layout. @param {KeyboardEvent} event */
const asksForSearch = ({ code, ctrlKey, metaKey, altKey, shiftKey }) =>
  code === "KeyK" && ctrlKey !== metaKey && !altKey && !shiftKey;
