/**
 * How surely the first card answers what was typed, and from when on it is shown as an answer.
 *
 *     typed word ──▶ what it tells ──▶ does the card say it? how nearly? in which field? ──▶ share explained
 *     nearest phrase of the card ──▶ how much of it was typed? ─────────────────────────────▶ + cover
 *                                     lead over the next card, its score, the step expects it ──▶ + more
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

/** @import { Index } from "./decode.js" */
/** @import { Token } from "./query.js" */

/** By field: title, customers' words, curated synonyms, answers, the rest. */
const EXPLAINS = [1, 1, 1, 0.9, 0.6];
/** A synonym of 0.7 explains rather less than seven tenths. */
const NEARNESS = 1.5;
/** Phrases nearer to each other than that are as near: the first counts, however a machine rounds. */
const SAME = 1e-3;

/**
 * What each part adds, fitted on 306 first cards of typed phrases: what a card merely says, too, many
 * cards say; one that leads clearly, or whose phrase was said nearly whole, was meant.
 */
const SHARE = 0.54;
const LEAD = 0.76;
const MOST_LEAD = 0.5;
/** Where a card is found alone, nothing was left behind: a small base has no second one. */
const ALONE = 0.28;
const COVER = 0.19;
const MATCH = 0.11;
/** At a step few replies are expected: of 50 that came first 45 were meant. */
const EXPECTED = 0.22;
/** From here on a word is said by a card itself, not by its root or by one of its synonyms. */
const SAID = 0.9;

/**
 * From here on the first card is shown as the answer: below it nothing is said, one chooses or asks
 * back. Chosen where fewer than one in ten phrases that no card answers still get one, of a roastery's
 * calls 5 of 100: the more words the answers and replies of a base have of their own, the more of a
 * phrase each of them explains by chance.
 */
export const SURE = 0.82;
/**
 * Below it the first card is shown as no answer. A right card that is lost costs more than a choice:
 * of 58 phrases whose card comes first 3 lose it, and of 100 that no card answers 40 are told so.
 */
export const NONE = 0.44;

/**
 * @param {Index} index
 * @param {Token[]} tokens
 * @param {Float32Array[]} found By token, how nearly each unit says it.
 * @param {number[]} units of the card
 * @returns {[number, number]} The share of what was typed that the card explains, 0 … 1; of its nearest phrase the share that was typed.
 */
export function explained({ fields, unitStarts, unitClasses, weights }, tokens, found, units) {
  /** @param {number} t @param {number} unit */
  const says = (t, unit) => found[t][unit] * EXPLAINS[fields[unit]];
  /** @param {number} unit */
  const classes = (unit) => [...unitClasses.subarray(unitStarts[unit], unitStarts[unit + 1])];
  /** What a token tells that is said so nearly. @param {Token} token @param {number} nearly */
  const told = ({ open, tells, trust }, nearly) => tells * trust * Math.min(1, nearly / open) ** NEARNESS;
  /** @param {Map<number, number>} against */
  const opposed = (against) =>
    units.some(
      (unit) =>
        !fields[unit] && classes(unit).some((cls) => against.has(cls) && !tokens.some(({ links }) => (links.get(cls) ?? 0) >= SAID)),
    );
  let whole = 0;
  let share = 0;
  for (const [t, token] of tokens.entries()) {
    const best = Math.max(0, ...units.map((unit) => says(t, unit)));
    if (token.against && best < SAID && opposed(token.against)) return [0, 0];
    whole += token.tells;
    share += told(token, best);
  }
  let [nearest, most] = [-1, 0];
  for (const unit of units) {
    const own = tokens.reduce((sum, token, t) => sum + told(token, says(t, unit)), 0);
    if (own > most + SAME) [nearest, most] = [unit, own];
  }
  let [typed, all] = [0, 0];
  for (const cls of nearest < 0 ? [] : classes(nearest)) {
    typed += weights[cls] * Math.max(...tokens.map(({ links }) => links.get(cls) ?? 0));
    all += weights[cls];
  }
  return [whole && share / whole, all && typed / all];
}

/**
 * @param {number} share explained @param {number} cover of its nearest phrase
 * @param {number} first score @param {number} next score, 0 where there is none
 * @param {boolean} reply whether it is what the step expects
 */
export const confidence = (share, cover, first, next, reply) =>
  share && SHARE * share + COVER * cover + LEAD * (next ? Math.min(MOST_LEAD, (first - next) / first) : ALONE) + MATCH * first + (reply ? EXPECTED : 0);
