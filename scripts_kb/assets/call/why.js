/** The reason of a text: a mark beside it that opens what began it, why, what for, what it was. */

import { flash } from "./desk.js";
import { button, el } from "./dom.js";
import { reason } from "./spoken.js";

/**
 * @import { Desk } from "./desk.js"
 * @import { Explained } from "./types.d.ts"
 */

let opened = 0;

/** What tells a reason, once it is loaded: nobody asks why before the first key. @type {typeof import("./told.js").told | null} */
let told = null;

/** Load it; where that fails it is asked for again. @returns {Promise<void>} */
export async function reasons() {
  ({ told } = await import("./told.js"));
}

/**
 * Make the mark and the reason that it opens.
 * @param {Desk} desk
 * @param {Explained} card
 * @param {string} path
 * @param {string} text what stands there now, whole
 * @param {boolean} isNew
 * @returns {[HTMLElement, HTMLElement]} to stand in the line, and below it
 */
export function mark(desk, card, path, text, isNew) {
  const id = `call-why-${++opened}`;
  const panel = el("div", { id, class: "call-why", hidden: true });
  const toggle = (/** @type {Event} */ event) => {
    // The pages of the site listen for their own marks on the whole document.
    event.stopPropagation();
    const fill = () => panel.firstChild || panel.append(...(told?.(desk, card, path, text) ?? []));
    if (told) fill();
    else reasons().then(fill, () => flash(desk.t("late")));
    panel.hidden = !panel.hidden;
    opener.setAttribute("aria-expanded", String(!panel.hidden));
  };
  const opener = button(
    {
      class: isNew ? "call-mark call-mark--new" : "call-mark",
      "data-why": path,
      "aria-expanded": "false",
      "aria-controls": id,
      onclick: toggle,
    },
    desk.t(!isNew ? "why" : reason(card, path)?.change.kind === "added" ? "why_added" : "why_new"),
  );
  return [opener, panel];
}
