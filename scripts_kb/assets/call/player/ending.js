/**
 * The end of a call as it is shown: which outcome, why, when, what was ordered; the summary grows below.
 * What one chooses from at the moment has the digits.
 */

import { announce } from "../desk.js";
import { button, el, key } from "../dom.js";
import { day, inForce } from "../text.js";
import { decide, order, ORDERED, outcomes } from "./chosen.js";
import { field } from "./field.js";
import { heard } from "./heard.js";
import { complete, ended, REASONED } from "./outcome.js";
import { named, summary } from "./summary.js";

/**
 * @import { Run } from "../types.d.ts"
 * @import { Player } from "./player.js"
 */

/** In how many days one calls back; the date may be any other. */
const AGAIN = [1, 2, 7, 30];
/** As many as there are digits. */
const MOST = 9;

/**
 * @typedef {object} Pick one of those that the digits choose from
 * @property {string} name of its button
 * @property {string} title
 * @property {boolean} pressed
 * @property {Run} run the call with it chosen
 * @property {string} [then] the field that is filled in next
 */

/**
 * What the digits choose from now.
 * @param {Player} player @param {Run} run
 * @returns {[label: string, picks: Pick[]]} the name of the text that asks
 */
export function picks(player, run) {
  const { desk, step } = player;
  const { reasons } = desk.answers.header;
  const outcome = ended(run, step);
  if (!outcome) {
    const all = outcomes(reasons).map((each) => ({ name: `outcome-${each}`, title: named(desk, each), pressed: false, run: decide(run, each, step) }));
    return ["end_ask", all];
  }
  if (REASONED.includes(outcome)) {
    const all = (reasons[outcome] ?? []).map(({ id, title }) => ({ name: `reason-${id}`, title, pressed: run.reason === id, run: { ...run, reason: id } }));
    return ["reason_ask", all.slice(0, MOST)];
  }
  if (outcome === "call_back") {
    const all = AGAIN.map((days) => dated(player, run, days));
    return ["date_ask", all];
  }
  return ["order_ask", ORDERED.includes(outcome) ? offered(player, run) : []];
}

/** @param {Player} player @param {Run} run @param {number} days @returns {Pick} */
function dated({ desk }, run, days) {
  const date = new Date(Date.parse(desk.today) + days * 86_400_000).toISOString().slice(0, 10);
  return { name: `date-${days}`, title: day(date, desk.today, desk.language), pressed: run.date === date, run: { ...run, date } };
}

/** Offers in force, those of the call first, then those for whom one talks to. @param {Player} player @param {Run} run @returns {Pick[]} */
function offered(player, run) {
  const { desk } = player;
  const { offers } = desk.answers.header;
  const met = new Set([...Object.keys(run.ordered), ...player.offered]);
  const all = offers.filter((offer) => inForce(offer, desk.today) === "now");
  const rank = ({ entity = "" }) => (met.has(entity) ? 0 : desk.suits(entity, desk.segment) ? 1 : 2);
  const first = [...all].sort((a, b) => rank(a) - rank(b));
  return first.slice(0, MOST).map(({ entity, price }) => ({
    name: `order-${entity}`,
    title: desk.answers.title(entity) + (price ? ` ${price}` : ""),
    pressed: entity in run.ordered,
    run: order(run, entity, run.ordered[entity] || "1"),
    then: `count-${entity}`,
  }));
}

/** Choose by a digit. @param {Player} player @param {number} place from 0 @returns {boolean} */
export function pick(player, place) {
  const { run } = player;
  const each = run && picks(player, run)[1][place];
  if (!each) return false;
  player.set(each.run);
  announce(each.title);
  if (each.then) player.enter(each.then);
  return true;
}

/** @param {Player} player @param {Run} run */
export function* ending(player, run) {
  const { desk, step } = player;
  const { header } = desk.answers;
  const outcome = ended(run, step);
  if (outcome) {
    yield el(
      "p",
      { class: `call-outcome call-outcome--${outcome}` },
      el("span", { class: "call-label" }, desk.t("outcome")),
      el("strong", null, named(desk, outcome)),
    );
  }
  yield* asked(player, run);
  if (outcome) yield* written(player, run);
  yield* heard(player, run);
  const note = (/** @type {string} */ comment) => player.write({ comment });
  yield field({ name: "comment", label: [desk.t("comment")], value: run.comment, write: note, leave: () => player.left() });
  const ready = complete(run, step, header.reasons);
  yield el("pre", { class: "call-summary", id: "player-summary", role: "group", "aria-label": desk.t("summary") }, summary(run, desk));
  yield el(
    "p",
    null,
    button(
      { class: "call-button call-button--main", id: "player-copy", name: "copy", disabled: !ready, onclick: () => player.copySummary() },
      desk.t(player.acts.give ? "summary_give" : "summary_copy"),
      key("Alt+C"),
    ),
    !ready && el("span", { class: "call-wait" }, desk.t(outcome ? "summary_wait" : "end_wait")),
  );
  yield el("p", { class: "call-quiet" }, desk.t("stay_local"));
}

/** @param {Player} player @param {Run} run */
function* asked(player, run) {
  const [label, all] = picks(player, run);
  if (!all.length) return;
  if (label !== "reason_ask") yield el("span", { class: "call-label" }, player.desk.t(label));
  yield el(
    "div",
    { class: "call-ways", role: "group", "aria-label": player.desk.t(label) },
    ...all.map(({ name, title, pressed }, index) =>
      button(
        { class: "call-way", name, "aria-pressed": label !== "end_ask" && String(pressed), "data-reason": name.match(/^reason-(.*)/)?.[1], onclick: () => pick(player, index) },
        key(String(index + 1)),
        el("span", null, title),
      ),
    ),
  );
}

/** What is written down of the end. @param {Player} player @param {Run} run */
function* written(player, run) {
  const { desk } = player;
  const leave = () => player.left();
  for (const [entity, count] of Object.entries(run.ordered)) {
    const write = (/** @type {string} */ value) => player.run && player.write({ ordered: order(player.run, entity, value).ordered });
    yield field({ name: `count-${entity}`, label: [desk.answers.title(entity)], value: count, write, leave, mode: "decimal" });
  }
  if (Object.keys(run.ordered).length) {
    yield field({ name: "sum", label: [desk.t("sum")], value: run.sum, write: (sum) => player.write({ sum }), leave });
  }
  // Of a date that is being typed the first digits are a year long ago.
  const dated = (/** @type {string} */ date) => player.write({ date: date < desk.today ? "" : date });
  yield field({ name: "next_date", label: [desk.t("next_date")], value: run.date, write: dated, leave, type: "date" });
}
