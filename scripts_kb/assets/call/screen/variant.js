/**
 * Of several answers of a card the one that the customer's words ask for.
 *
 *     typed ──▶ stems ──▶ in its own words of customers, «when», what is behind it, what it says
 *                         ──▶ clearly the most ──▶ that one
 *                         └─▶ none ──▶ the first
 *
 * The first is the one that costs least, whatever the customer means: another has to be asked for.
 */

import { stem, tokens } from "../engine/words.js";

/** @import { Card } from "../types.d.ts" */

/** Shorter words are grammar. */
const TELLING = 4;
const WORDS = 4;
const WHEN = 3;
const CONCERN = 2;
const SAYS = 1;
/** As much as one word of «when», more than what the first answer has. */
const CLEAR = 2;

/** What tells of a text. @param {string} text */
export const stems = (text) => new Set(tokens(text).filter(({ length }) => length >= TELLING).map(stem));

/**
 * @param {Card} card
 * @param {string} said what was typed, as it was read
 * @returns {number} the place of the answer among those of the card
 */
export function variant(card, said) {
  const answers = card.value.answers ?? [];
  if (answers.length < 2 || !card.entity.startsWith("objection/")) return 0;
  // What the card is called tells nothing between its answers: «кислый», «кислое» of «Кислит».
  const called = [...stems(card.value.title ?? "")];
  const asked = [...stems(said)].filter((word) => !called.some((each) => each.startsWith(word)));
  // The last word may still be typed: «командир» is «в командировке».
  const last = tokens(said).at(-1) ?? "";
  const has = (/** @type {Set<string>} */ words, /** @type {string} */ word) =>
    words.has(word) || (word === stem(last) && last.length > TELLING && [...words].some((each) => each.startsWith(last)));
  const points = answers.map(({ client_words = [], when = "", true_concern = "", say = "", steps = [] }) => {
    const fields = /** @type {[string, number][]} */ ([
      [client_words.join(" "), WORDS],
      [when, WHEN],
      [true_concern, CONCERN],
      [[say, ...steps.map((step) => step.say ?? "")].join(" "), SAYS],
    ]).map(([text, worth]) => /** @type {[Set<string>, number]} */ ([stems(text), worth]));
    let sum = 0;
    for (const word of asked) sum += Math.max(0, ...fields.map(([words, worth]) => (has(words, word) ? worth : 0)));
    return sum;
  });
  const best = points.indexOf(Math.max(...points));
  return points[best] >= points[0] + CLEAR ? best : 0;
}
