/**
 * Making elements. Foreign text only ever becomes a text node or an attribute's value: no function
 * here parses HTML.
 */

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, unknown> | null} [props] attributes; a function under `onclick` and the
 *   like listens; `false`, `null` and `undefined` leave an attribute out, `true` sets it empty
 * @param {...(Node | string | null | undefined | false | (Node | string | null | undefined | false)[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (typeof value === "function") {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  for (const child of children.flat()) {
    if (child) element.append(typeof child === "string" ? tight(child) : child);
  }
  return element;
}

/** What a page has by a name. @param {string} id @returns {HTMLElement} */
export function place(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id}`);
  return found;
}

/**
 * Keep numbers whole at the ends of lines: 2 000 ₽, 20 кг.
 * @param {string} text
 */
export function tight(text) {
  return text.replace(/(\d) (?=\d{3}(?!\d)|[\p{Sc}%]|\p{L}{1,3}(?!\p{L}))/gu, "$1\u00a0");
}

/**
 * A button that leaves the focus where it is: in a call that is the search field.
 * @param {Record<string, unknown>} props
 * @param {...(Node | string | null | undefined | false)} children
 */
export function button(props, ...children) {
  const keep = (/** @type {Event} */ event) => event.preventDefault();
  return el("button", { type: "button", onmousedown: keep, ...props }, ...children);
}

/**
 * A link; an address that is neither of the web nor of this site stays plain text.
 * @param {string} href
 * @param {string} text
 * @param {Record<string, unknown>} [props]
 */
export function link(href, text, props = {}) {
  const safe = /^(https?:|\.{0,2}\/|[\w-]+\/)/.test(href) && !/^\w+script:/i.test(href);
  return safe ? el("a", { href, ...props }, text) : el("span", props, text);
}

/**
 * Whether a key is none of ours: a text is being composed, the key makes a character, or the navigation
 * stands open and has the keys, whichever of the two scripts listens first.
 * @param {KeyboardEvent} event
 */
export const foreign = (event) =>
  event.isComposing ||
  event.ctrlKey ||
  event.metaKey ||
  document.querySelector("#__drawer:checked") ||
  (!event.altKey && event.getModifierState("AltGraph"));

/**
 * Whether a key that is held has done its work: it may neither walk on through a call nor, having
 * erased the last letter, go back in it.
 * @param {KeyboardEvent} event
 * @param {boolean} free whether bare keys act: nothing is being typed
 */
export const held = ({ repeat, altKey, code }, free) => repeat && (altKey || (free && /\d|Back|Enter|Esc/.test(code)));

/** A key on a keycap. @param {string} name */
export function key(name) {
  return el("kbd", { "aria-hidden": "true" }, name);
}

/**
 * Copy a text without moving the focus.
 * @param {string} text
 * @returns {Promise<boolean>} whether it worked
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page served without TLS has no clipboard, but may still answer a copy of its own.
    const give = (/** @type {ClipboardEvent} */ event) => {
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
    };
    document.addEventListener("copy", give, { once: true });
    const done = document.execCommand("copy");
    document.removeEventListener("copy", give);
    return done;
  }
}
