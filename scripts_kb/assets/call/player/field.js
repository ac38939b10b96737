/** A field of a call: it keeps what is typed into it; Enter and Esc lead back to where one goes on. */

import { el } from "../dom.js";

/**
 * @typedef {object} Kept
 * @property {string} name
 * @property {(Node | string | null | false)[]} label
 * @property {string} value
 * @property {(value: string) => void} write keep what stands there now
 * @property {() => void} leave the field is done with
 * @property {string} [type] of the input; text where left out
 * @property {string} [mode] which keys a phone shows
 */

/** @param {Kept} kept */
export function field({ name, label, value, write, leave, type = "text", mode }) {
  const done = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    leave();
  };
  const typed = (/** @type {Event} */ event) => write(/** @type {HTMLInputElement} */ (event.target).value);
  return el(
    "label",
    { class: "call-capture" },
    el("span", null, ...label),
    el("input", { name, type, value, inputmode: mode, autocomplete: "off", enterkeyhint: "done", oninput: typed, onkeydown: done }),
  );
}
