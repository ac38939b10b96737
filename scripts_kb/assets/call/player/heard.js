/** What came up in a call, to see and to take out. */

import { button, el } from "../dom.js";
import { unmet } from "./chosen.js";

/**
 * @import { Run } from "../types.d.ts"
 * @import { Player } from "./player.js"
 */

/** What came up; each may be taken out. @param {Player} player @param {Run} run */
export function* heard(player, run) {
  const { desk } = player;
  if (!run.met.length) return;
  yield el(
    "div",
    { class: "call-expected", role: "group", "aria-label": desk.t("met") },
    el("span", { class: "call-label" }, desk.t("met")),
    ...run.met.map((entity, index) => {
      const title = desk.answers.title(entity);
      const drop = () => player.drop((each) => unmet(each, entity));
      return button({ class: "call-chip", name: `met-${index}`, "aria-label": desk.t("met_drop", { title }), onclick: drop }, title, el("span", { "aria-hidden": "true" }, " ✕"));
    }),
  );
}
