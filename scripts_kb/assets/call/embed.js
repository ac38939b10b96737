/**
 * The screen in a frame of a CRM. It tells the page around it that it is ready, how high it is and,
 * when one presses, the summary; only pages of the origins that `kb.yml` names are told anything.
 * What they say is not listened to: what is known before a call comes by the link.
 *
 *     {from: "scripts-kb", type: "ready"}
 *     {from: "scripts-kb", type: "height", height}                      CSS pixels
 *     {from: "scripts-kb", type: "summary", text, outcome, reason, script, date, sum, captured, ordered}
 */

import { el, place } from "./dom.js";
import { ordered } from "./player/chosen.js";
import { ended } from "./player/outcome.js";
import { versions } from "./player/summary.js";

/**
 * @import { Run } from "./types.d.ts"
 * @import { Screen } from "./screen.js"
 */

const FROM = "scripts-kb";

/**
 * Begin to speak with the page around.
 * @param {Screen} screen
 * @returns {boolean} whether the screen may be shown there
 */
export function framed(screen) {
  const box = place("call");
  const origins = (box.dataset.origins ?? "").split(" ");
  shaded();
  if (window.parent === window) return true;
  const around = [...(location.ancestorOrigins ?? [])];
  if (around.some((each) => !origins.includes(each))) {
    box.replaceChildren(el("p", { class: "call-alarm", id: "call-stranger" }, screen.desk.t("stranger")));
    return false;
  }
  // Where the browser does not say who is around, it delivers to those alone who are meant.
  const to = around.length ? around.slice(0, 1) : origins;
  const tell = (/** @type {Record<string, unknown>} */ message) => {
    for (const origin of to) window.parent.postMessage({ from: FROM, ...message }, origin);
  };
  screen.player.acts.give = (run, text) => tell({ type: "summary", text, ...figures(screen, run) });
  new MutationObserver((_, observer) => {
    if (!box.dataset.ready) return;
    observer.disconnect();
    tell({ type: "ready" });
  }).observe(box, { attributeFilter: ["data-ready"] });
  let height = 0;
  new ResizeObserver(() => {
    const now = Math.ceil(document.body.offsetHeight);
    if (now !== height) tell({ type: "height", height: (height = now) });
  }).observe(document.body);
  return true;
}

/** What a CRM fills its own fields with. @param {Screen} screen @param {Run} run */
function figures({ desk, player }, run) {
  return {
    outcome: ended(run, player.step),
    reason: run.reason,
    script: versions(run, desk.answers),
    date: run.date,
    sum: run.sum,
    captured: run.captured,
    ordered: ordered(run).map(([offer, count]) => ({ offer, title: desk.answers.title(offer), count })),
  };
}

/** No theme is around to know the dark: the system does. */
function shaded() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const shade = () => (document.body.dataset.mdColorScheme = dark.matches ? "slate" : "default");
  dark.addEventListener("change", shade);
  shade();
}
