/**
 * What of the found is shown at once, and what is folded as meant for others.
 *
 *     found, best first ──▶ for the segment, or clearly better ──▶ shown, in the order of the search
 *                       └─▶ the rest, folded: «ещё 3»
 */

/** @typedef {import("./engine/engine.js").Hit} Hit */

/** The part of the best score from which a result for the segment is shown at once. */
const ENOUGH = 0.4;
/**
 * A result for another segment is shown, too, where it matches so many times better than what is left
 * for this one, and as well as the best. Measured on customers' words asked in every segment, of the
 * sample and of 10,000 cards with a part of the segments each: where there is an answer for the
 * segment, 0.5 % and 0.4 % of the queries show another's card beside it, none before it; where there
 * is none, 81 % and 80 % show the right one. With 1.3 the second figure is 4 %.
 */
const CLEAR = 1.25;

/**
 * @param {readonly Hit[]} found best first
 * @param {(entity: string) => boolean} suits whether a card is for the segment
 * @param {number} most how many may be shown at once
 * @returns {[Hit[], number]} all of them, and how many of the first are not folded
 */
export function folded(found, suits, most) {
  const hits = found.map((hit) => {
    // Of a family the variant for this segment stands for all of them.
    const own = suits(hit.entity) ? undefined : hit.folded.find(suits);
    if (!own) return hit;
    return { ...hit, entity: own, folded: [hit.entity, ...hit.folded.filter((each) => each !== own)] };
  });
  const best = hits[0]?.score ?? 0;
  const mine = hits.filter(({ entity, score }) => score >= best * ENOUGH && suits(entity));
  // Nothing for the segment: nothing to fold behind.
  if (!mine.length) return [hits, Math.min(hits.length, most)];
  const clear = (/** @type {Hit} */ { score }) => {
    const next = mine.find((each) => each.score <= score);
    return score * CLEAR >= best && next !== undefined && score >= next.score * CLEAR;
  };
  const shown = hits.filter((hit) => mine.includes(hit) || clear(hit));
  return [[...shown, ...hits.filter((hit) => !shown.includes(hit))], Math.min(shown.length, most)];
}
