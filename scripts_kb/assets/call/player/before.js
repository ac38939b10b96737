/** «До звонка»: what is known before the first word, from the CRM by a link or typed in. */

import { el } from "../dom.js";
import { field } from "./field.js";
import { capture } from "./run.js";

/** @import { Player } from "./player.js" */

/** The fields, folded. @param {Player} player */
export function* before(player) {
  const { desk } = player;
  const all = desk.answers.header.before;
  if (!all.length) return;
  const fields = all.map(({ name, title, own }) => {
    const write = (/** @type {string} */ typed) => {
      const value = typed.trim();
      if (own) desk.owns({ [name]: value });
      else player.write(capture(player.known, name, value));
    };
    return field({ name: `before-${name}`, label: [title], value: desk.captured[name] ?? "", write, leave: () => player.left() });
  });
  const keep = (/** @type {Event} */ { target }) => void (player.unfolded = /** @type {HTMLDetailsElement} */ (target).open);
  yield el("details", { class: "call-fold", open: player.unfolded, ontoggle: keep }, el("summary", null, desk.t("before_call")), ...fields);
}
