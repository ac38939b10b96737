/**
 * When a flash card comes again: the boxes of Leitner.
 *
 *     not known ──▶ box 1: again today
 *     known     ──▶ the next box: in 1, 2, 4, 8 days; from the last one again in 8
 *
 * Known before its day, a card stays where it is: only what was remembered for long enough moves on.
 *
 * Source: Sebastian Leitner, So lernt man lernen, 1972: a box waits longer than the one before it, and
 * what was forgotten goes back to the first.
 */

/** @import { Learned } from "../call/types.d.ts" */

/** How many days a box waits, the first box first. */
export const WAITS = [0, 1, 2, 4, 8];

/** @param {unknown} value @returns {value is string} whether it is a day, as `2026-11-21` */
export const dated = (value) => typeof value === "string" && /^20\d\d-\d\d-\d\d$/.test(value) && !Number.isNaN(moment(value).getTime());

/** @param {string} day */
const moment = (day) => new Date(`${day}T00:00:00Z`);

/**
 * Take what was kept of a card as far as it is of the kind: anybody may have written it.
 * @param {any} found
 * @returns {Learned | null} null for a card that is new
 */
export function kept(found) {
  const { box, day } = found ?? {};
  return Number.isInteger(box) && box >= 1 && box <= WAITS.length && dated(day) ? { box, day } : null;
}

/**
 * Give the day on which a card comes again. One that was answered after today, by a clock that was
 * wrong, comes today.
 * @param {Learned | null} card
 * @param {string} today
 */
export function due(card, today) {
  if (!card || card.day > today) return today;
  const day = moment(card.day);
  day.setUTCDate(day.getUTCDate() + (WAITS[card.box - 1] ?? 0));
  return day.toISOString().slice(0, 10);
}

/**
 * Put a card into its box.
 * @param {Learned | null} card as it was
 * @param {boolean} known
 * @param {string} today
 * @returns {Learned}
 */
export function answered(card, known, today) {
  if (!known) return { box: 1, day: today };
  if (card && due(card, today) > today) return card;
  return { box: Math.min((card?.box ?? 1) + 1, WAITS.length), day: today };
}
