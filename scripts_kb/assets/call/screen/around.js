/** A call without a script: what came up in it so far, a note, and its end. Below whatever is shown. */

import { button, key, place } from "../dom.js";
import { before } from "../player/before.js";
import { field } from "../player/field.js";
import { heard } from "../player/heard.js";

/** @import { Screen } from "../screen.js" */

/** Show it where no script leads the call. @param {Screen} screen @param {boolean} [anew] whether it is made anew under the cursor, too */
export function around(screen, anew = false) {
  const { desk, player } = screen;
  const { run } = player.draft;
  const box = place("call-around");
  const held = document.activeElement;
  box.hidden = Boolean(player.run);
  if (!anew && (screen.around === run || box.contains(held))) return;
  screen.around = run;
  const write = (/** @type {string} */ comment) => player.draft.set({ ...player.draft.run, comment });
  const label = [desk.t("note"), key("Alt+Z")];
  box.replaceChildren(
    ...heard(player, run),
    field({ name: "note", label, value: run.comment, write, leave: () => screen.input.focus() }),
    ...before(player),
    button({ class: "call-button", name: "end", onclick: () => screen.finish() }, desk.t("end"), key("Alt+Q")),
  );
  if (held && !held.isConnected) screen.input.focus();
}
