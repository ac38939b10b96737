/**
 * How surely the first card answers what was typed, and from when on it is shown as an answer.
 *
 *     typed word ──▶ what it tells ──▶ does the card say it? how nearly? in which field? ──▶ share explained
 *                                                lead over the next card, its score ──▶ + a little
 *
 * A word that no card says tells as much as the rarest: «сертификат» is what the customer asks for, however
 * well «есть» is explained. Words that are only like a known one, or of its root, explain less. A card
 * that says the opposite of a word explains nothing.
 *
 *     0 ── shown as no answer ── NONE ── shown as a guess ── SURE ── shown as the answer
 *
 * Measured with `tools/bench search`, which counts both ways to be wrong.
 * @module
 */

/** @import { Index, Member, Group } from "./decode.js" */
/** @import { Token } from "./query.js" */

/** By field: title, customers' words, curated synonyms, answers, the rest. */
const EXPLAINS = [1, 1, 1, 0.9, 0.6];
/** A synonym of 0.7 explains rather less than seven tenths. */
const NEARNESS = 1.5;
const LEAD = 0.5;
const MOST_LEAD = 0.5;
/** What a score above or below the usual one adds or takes. */
const MATCH = 0.2;
/** At a step few replies are expected: of 28 that came first 27 were meant. */
const EXPECTED = 0.3;
/** From here on a word is said by a card itself, not by its root or by one of its synonyms. */
const SAID = 0.9;

/**
 * From here on the first card is shown as the answer: below it nothing is said, one chooses or asks
 * back. Chosen where fewer than one in ten phrases that no card answers still get one, of a roastery's
 * calls 7 of 100: the more words the answers and replies of a base have of their own, the more of a
 * phrase each of them explains by chance.
 */
export const SURE = 0.8;
/**
 * Below it the first card is shown as no answer. A right card that is lost costs more than a choice:
 * of 57 phrases whose card comes first 2 lose it, and of 100 that no card answers 45 are told so.
 */
export const NONE = 0.4;

/**
 * @param {Index} index
 * @param {Token[]} tokens
 * @param {Float32Array[]} found By token, how nearly each unit says it.
 * @param {Group} group of the first card
 * @param {Member} member the first card
 * @returns {number} The share of what was typed that the card explains, 0 … 1.
 */
export function explained({ fields, unitStarts, unitClasses }, tokens, found, group, member) {
  const units = [...group.units, ...member.units];
  const says = tokens.map((_, t) => units.reduce((best, unit) => Math.max(best, found[t][unit] * EXPLAINS[fields[unit]]), 0));
  const titles = units.filter((unit) => fields[unit] === 0);
  /** @param {Map<number, number>} against */
  const opposed = (against) =>
    titles.some((unit) => {
      for (let i = unitStarts[unit]; i < unitStarts[unit + 1]; i++) {
        const cls = unitClasses[i];
        if (against.has(cls) && !tokens.some(({ links }) => (links.get(cls) ?? 0) >= SAID)) return true;
      }
      return false;
    });
  let whole = 0;
  let share = 0;
  for (const [t, { against, open, tells, trust }] of tokens.entries()) {
    if (against && says[t] < SAID && opposed(against)) return 0;
    whole += tells;
    share += tells * trust * Math.min(1, says[t] / open) ** NEARNESS;
  }
  return whole ? share / whole : 0;
}

/**
 * @param {number} share explained @param {number} first score @param {number} next score, 0 where there is none
 * @param {boolean} reply whether it is what the step expects
 */
export const confidence = (share, first, next, reply) =>
  share && share + LEAD * Math.min(MOST_LEAD, (first - next) / first) + MATCH * (first - 1) + (reply ? EXPECTED : 0);
