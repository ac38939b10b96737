/**
 * What became of an entry: found in what was published since. Nothing is asked for, nothing is sent:
 * the release says what came into the base of late, this browser knows what it gave.
 *
 *     entry ──▶ a proposal of these words, with its reply
 *           ──▶ a card has these words now
 *           ──▶ an insight tells of them
 *           ──▶ the card that it is about was changed
 */

/** @import { Became, Entry, Outcome } from "../types.d.ts" */

/** So much of the words has to be the same. */
const SAME = 0.75;
/** So many letters tell a word from another, whatever its ending. */
const STEM = 5;
/** Shorter words are grammar, unless there are no others. */
const TELLING = 3;

/** @param {string} text @returns {Set<string>} beginnings of its words */
function stems(text) {
  const words = text.toLowerCase().replaceAll("\u0451", "\u0435").match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => word.length >= TELLING);
  return new Set((telling.length ? telling : words).map((word) => word.slice(0, STEM)));
}

/**
 * Tell whether two texts say the same: an editor mends an ending, a case, a comma.
 * @param {string} one
 * @param {string} other
 */
export function same(one, other) {
  const [a, b] = [stems(one), stems(other)];
  const both = [...a].filter((each) => b.has(each)).length;
  return both > 0 && both / Math.max(a.size, b.size) >= SAME;
}

/**
 * @param {Entry} entry
 * @param {Became} published
 * @returns {Outcome | null} null where nothing tells of it yet
 */
export function became(entry, published) {
  const said = [entry.text, entry.first_words, entry.purposes, entry.matters].filter(Boolean);
  const about = (/** @type {string} */ text) => said.some((each) => same(each, text));
  const since = (/** @type {{day: string}} */ { day }) => day >= entry.day;
  const reply = published.proposals.find(({ entity, says }) => (!entry.entity || entity === entry.entity) && about(says));
  if (reply && reply.state !== "open") return { ...reply, how: reply.state };
  const found = published.words.find((each) => since(each) && about(each.says));
  if (found) return { ...found, how: "words" };
  if (reply) return { ...reply, how: "open" };
  const heard = published.insights.find((each) => since(each) && each.says.some(about));
  if (heard) return { ...heard, how: "insight" };
  const changed = published.changed[entry.entity];
  if (changed && changed.version > (entry.version ?? 0) && changed.day > entry.day) return { ...changed, entity: entry.entity, how: "changed" };
  return null;
}

/**
 * @param {string | URL} data the folder of the release's answers
 * @returns {Promise<Became | null>} null where it is not to be had
 */
export async function published(data) {
  try {
    const response = await fetch(new URL("became.json", data));
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
