/**
 * Answers that are not there yet. A hit is shown by its title at once; its answer comes with it where
 * the browser has it, else after one request; what stands in the list comes when one stops typing.
 */

import { atHand } from "./home.js";

/**
 * @import { Desk } from "../desk.js"
 * @import { Screen } from "../screen.js"
 */

/** What is kept comes within a frame: then title and answer are painted as one, ms. */
const FRAME = 16;
/** What stands in the list is fetched when one stops typing: nobody reads it before, ms. */
const REST = 250;
/** How soon what could not be had is asked for again, ms. */
const AGAIN = 3000;
/** How long the rest of a release may wait for what is likely, ms. */
const PATIENCE = 5000;

/** @param {number} time @returns {Promise<void>} */
const after = (time) => new Promise((done) => void setTimeout(done, time));

/** @param {Desk} desk @param {string} entity @returns {Promise<void>} settled when its answer is there, or after a frame */
export async function withinAFrame(desk, entity) {
  if (desk.answers.there(entity)) return;
  await Promise.race([desk.answers.need([entity]).catch(() => {}), after(FRAME)]);
}

/** Fetch what is shown and is not there: the answer, then what stands in the list. @param {Screen} screen */
export async function complete(screen) {
  const { answers } = screen.desk;
  const missing = (/** @type {string[]} */ all) => all.filter((entity) => !answers.there(entity));
  const answer = missing(screen.entity ? [screen.entity] : []);
  const wanted = answer.length ? answer : missing(screen.query ? screen.found.options.map(({ entity }) => entity) : []);
  const awaited = wanted.join(" ");
  if (awaited === screen.awaited) return;
  screen.awaited = awaited;
  screen.late = false;
  if (!awaited) return;
  if (!answer.length) await after(REST);
  while (screen.awaited === awaited) {
    const late = await answers.need(wanted).then(() => false, () => true);
    if (screen.awaited !== awaited) return;
    screen.awaited = late ? awaited : "";
    // An answer that stands there already is not made anew: somebody may be reading its reasons.
    if (!answer.length) screen.listed();
    else if (!late || !screen.late) {
      screen.late = late;
      screen.show();
      screen.untold?.();
    }
    if (late) await after(AGAIN);
  }
}

/** Let the search wake up: what else is loaded would keep it waiting. @param {Screen} screen */
export const woken = ({ engine }) => Promise.race([engine.ready.catch(() => {}), after(PATIENCE)]);

/** Fetch what a call is likely to begin with. @param {Screen} screen */
export async function firstNeeded({ desk, segment }) {
  const { news } = desk.answers.header;
  const wanted = [
    ...atHand(desk, segment ?? "").map(({ entity }) => entity),
    ...desk.store.browser.get("recent", []),
    ...news.flatMap(({ entities }) => entities),
  ];
  await Promise.race([desk.answers.need(wanted).catch(() => {}), after(PATIENCE)]);
}
