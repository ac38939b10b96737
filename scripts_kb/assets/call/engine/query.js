/**
 * From a typed text to tokens with meanings: chooses the reading that the index knows best.
 * @module
 */

import { Lookup } from "./lookup.js";
import { fromTranslit, hasCyrillic, hasLatin, otherLayout } from "./readings.js";
import { stem, tokens } from "./words.js";

/**
 * @typedef {object} Token
 * @property {Map<number, number>} links Weight by class, 0 … 1.
 * @property {number} worth How much the token tells, 0 … 1.
 */

/**
 * @typedef {object} Query
 * @property {Token[][]} views The words as they stand; and, where some make a phrase of another meaning, as that.
 * @property {string | null} readAs
 * @property {number} known How surely the words were recognised, 0 … 1.
 */

const SURE = 0.75;
const MARGIN = 0.12;
const UNKNOWN = 0.5;
/** Words that are known to mean nothing here, and those that a phrase has taken up. */
const EMPTY = 0.05;
const WHOLE = 4;
const LONGEST_PHRASE = 5;
const MOST_TOKENS = 24;

/**
 * @param {Lookup} lookup
 * @param {string} text As typed.
 * @returns {Query}
 */
export function read(lookup, text) {
  const typed = reading(lookup, text, false);
  if (typed.known >= SURE) return typed;
  const others = [];
  if (hasLatin(text) !== hasCyrillic(text)) others.push(reading(lookup, otherLayout(text), false));
  if (hasLatin(text)) others.push(...fromTranslit(text).map((russian) => reading(lookup, russian, true)));
  const best = others.reduce((a, b) => (b.known > a.known ? b : a), typed);
  return best.known > typed.known + MARGIN ? { ...best, readAs: best.text } : typed;
}

/**
 * @param {Lookup} lookup @param {string} text @param {boolean} translit
 * @returns {Query & {text: string}}
 */
function reading(lookup, text, translit) {
  const { weights, shown } = lookup.index;
  const words = tokens(text).slice(0, MOST_TOKENS);
  const stems = words.map(stem);
  const mixed = !translit && hasCyrillic(text);
  let letters = 0;
  let known = 0;
  let mended = false;
  /** @type {string[]} */
  const seen = [];
  const meanings = words.map((word, i) => {
    const last = i === words.length - 1;
    let meaning = lookup.word(word, last, translit);
    if (meaning.known < 0.5 && mixed && hasLatin(word)) {
      // One word of another layout in a text that is otherwise right.
      for (const other of [otherLayout(word), ...fromTranslit(word)]) {
        const second = lookup.word(tokens(other)[0] ?? "", last, true);
        if (second.known > meaning.known) meaning = second;
      }
    }
    letters += word.length;
    known += word.length * meaning.known;
    const fixed = meaning.fixed >= 0 ? shown(meaning.fixed) : "";
    if (fixed) mended = true;
    seen.push(fixed || word);
    return meaning;
  });
  const plain = meanings.map(({ links, known }, i) => {
    // A word just begun says little yet, and is not held against a card that lacks it.
    const begun = i === words.length - 1 && i > 0 ? Math.min(1, words[i].length / WHOLE) : 1;
    return { links, worth: begun * (links.size ? worth(links, weights) : known ? EMPTY : UNKNOWN) };
  });
  const phrased = plain.slice();
  for (let from = 0; from < words.length; from++) {
    for (let to = from + 2; to <= Math.min(words.length, from + LONGEST_PHRASE); to++) {
      const links = lookup.phrase(stems.slice(from, to));
      if (links) stand(links, words, phrased, from, to, weights);
    }
    if (from + 1 < words.length) {
      const joined = lookup.word(words[from] + words[from + 1], false, false);
      if (joined.known === 1) stand(joined.links, words, phrased, from, from + 2, weights);
    }
  }
  return {
    text: seen.join(" "),
    readAs: mended ? seen.join(" ") : null,
    known: letters ? known / letters : 0,
    views: phrased.some((token, i) => token !== plain[i]) ? [plain, phrased] : [plain],
  };
}

/**
 * A phrase means what none of its words may: the longest stands for it, the others step back.
 * @param {Map<number, number>} links @param {string[]} words @param {Token[]} tokens
 * @param {number} from @param {number} to @param {Float32Array} weights
 */
function stand(links, words, tokens, from, to, weights) {
  let longest = from;
  for (let i = from; i < to; i++) if (words[i].length >= words[longest].length) longest = i;
  for (let i = from; i < to; i++) {
    tokens[i] = i === longest ? { links, worth: worth(links, weights) } : { links: new Map(), worth: EMPTY };
  }
}

/**
 * What a token tells: as much as the likeliest of its meanings.
 * @param {Map<number, number>} links @param {Float32Array} weights
 */
function worth(links, weights) {
  let best = 0;
  let value = 0;
  for (const [cls, weight] of links) {
    if (weight > best || (weight === best && weights[cls] > value)) {
      best = weight;
      value = weights[cls];
    }
  }
  return value;
}
