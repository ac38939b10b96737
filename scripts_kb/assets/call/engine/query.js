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

/** @typedef {{tokens: Token[], readAs: string | null, known: number}} Query */

const SURE = 0.75;
const MARGIN = 0.12;
const UNKNOWN = 0.5;
const LONGEST_PHRASE = 4;
const MOST_TOKENS = 24;
const JOINED = 0.95;

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
  if (hasLatin(text)) others.push(reading(lookup, fromTranslit(text), true));
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
      for (const other of [otherLayout(word), fromTranslit(word)]) {
        const second = lookup.word(tokens(other)[0] ?? "", last, true);
        if (second.known > meaning.known) meaning = second;
      }
    }
    letters += word.length;
    known += word.length * meaning.known;
    const fixed = meaning.fixed >= 0 ? shown(meaning.fixed) : "";
    if (fixed) mended = true;
    seen.push(fixed || word);
    return { links: new Map(meaning.links), known: meaning.known };
  });
  for (let from = 0; from < words.length; from++) {
    for (let to = from + 2; to <= Math.min(words.length, from + LONGEST_PHRASE); to++) {
      const links = lookup.phrase(stems.slice(from, to));
      if (links) lend(links, words, meanings, from, to, 1);
    }
    if (from + 1 < words.length) {
      const joined = lookup.word(words[from] + words[from + 1], false, false);
      if (joined.known === 1) lend(joined.links, words, meanings, from, from + 2, JOINED);
    }
  }
  return {
    text: seen.join(" "),
    readAs: mended ? seen.join(" ") : null,
    known: letters ? known / letters : 0,
    tokens: meanings.map(({ links }) => ({ links, worth: worth(links, weights) })),
  };
}

/**
 * A phrase means something that none of its words may: the longest of them carries it.
 * @param {Map<number, number>} links @param {string[]} words
 * @param {{links: Map<number, number>, known: number}[]} meanings
 * @param {number} from @param {number} to @param {number} share
 */
function lend(links, words, meanings, from, to, share) {
  let longest = from;
  for (let i = from; i < to; i++) if (words[i].length >= words[longest].length) longest = i;
  const into = meanings[longest].links;
  for (const [cls, weight] of links) into.set(cls, Math.max(weight * share, into.get(cls) ?? 0));
}

/** @param {Map<number, number>} links @param {Float32Array} weights */
function worth(links, weights) {
  if (!links.size) return UNKNOWN;
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
