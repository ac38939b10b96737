/**
 * From a typed text to tokens with meanings: chooses the reading that the index knows best.
 * @module
 */

import { Lookup } from "./lookup.js";
import { fromTranslit, hasCyrillic, hasLatin, otherLayout } from "./readings.js";
import { isPrefix, stem, tokens } from "./words.js";

/**
 * @typedef {object} Token
 * @property {Map<number, number>} links Weight by class, 0 … 1.
 * @property {number} worth How much the token tells of the cards, 0 … 1.
 * @property {number} tells How much it tells of what is asked: a word that no card says tells much, too.
 * @property {number} trust How surely it is the word that it was read as, 0 … 1.
 * @property {Map<number, number> | null} against Classes that say the opposite.
 * @property {number} open How much of its weight is left to a word that may go on in another, 0 … 1.
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
/** What a word tells of what is asked grows more slowly than what it tells of the cards. */
const TELLS = 0.78;
const WHOLE = 4;
const LONGEST_PHRASE = 5;
const MOST_TOKENS = 24;
/** So many letters of a text are read: more than those words have, and few enough for any pause between keys. */
const MOST_LETTERS = 300;
/** So many letters of a word: no longer one is said, and what a mistyped one costs grows with its length. */
const LONGEST_WORD = 40;
/** So surely it is that word mistyped, not another one. */
const LIKELY = 0.64;
/** As surely a card says the word itself. */
const SAID = 0.8;
/** Surer than that a word is a mistyped one rather than two. */
const GUESS = 0.6;
/** Letters of a word that is hardly the end of another. */
const TELLING = 4;

/**
 * @param {Lookup} lookup
 * @param {string} pasted As typed; of a long one the beginning is read.
 * @returns {Query}
 */
export function read(lookup, pasted) {
  const text = beginning(pasted, MOST_LETTERS);
  const typed = reading(lookup, text, false);
  if (typed.known >= SURE) return typed;
  const others = [];
  const other = otherLayout(text);
  // «служба» is no «cke f»: what loses letters was not meant.
  const whole = letters(other) >= letters(text);
  if (whole && hasLatin(text) !== hasCyrillic(text)) others.push(reading(lookup, other, false));
  if (hasLatin(text)) others.push(...fromTranslit(text).map((russian) => reading(lookup, russian, true)));
  const best = others.reduce((a, b) => (b.known > a.known ? b : a), typed);
  return best.known > typed.known + MARGIN ? { ...best, readAs: best.text } : typed;
}

/** @param {string} text @param {number} most @returns {string} So many of its letters, as Python counts them. */
const beginning = (text, most) => (text.length > most ? Array.from(text.slice(0, 2 * most)).slice(0, most).join("") : text);

/** @param {string} text */
const letters = (text) => tokens(text).join("").length;

/**
 * @param {Lookup} lookup @param {string} text @param {boolean} translit
 * @returns {Query & {text: string}}
 */
function reading(lookup, text, translit) {
  const { weights, shown } = lookup.index;
  const parts = tokens(text)
    .slice(0, MOST_TOKENS)
    .map((word, i, all) => apart(lookup, beginning(word, LONGEST_WORD), i === all.length - 1));
  const words = parts.flat();
  const stems = words.map(stem);
  const mixed = !translit && hasCyrillic(text);
  let length = 0;
  let known = 0;
  // «несвежий» is shown as it was typed, though each half is looked for.
  let mended = parts.some(([first, second]) => second && first !== "не");
  /** @type {string[]} */
  const seen = [];
  const meanings = words.map((word, i) => {
    const last = i === words.length - 1;
    let meaning = lookup.word(word, last, translit);
    let said = word;
    if (meaning.known < 0.5 && mixed && hasLatin(word)) {
      // One word of another layout in a text that is otherwise right.
      for (const other of [otherLayout(word), ...fromTranslit(word)]) {
        const russian = tokens(other)[0] ?? "";
        const second = lookup.word(russian, last, true);
        if (second.known <= meaning.known) continue;
        [meaning, said, mended] = [second, russian, true];
      }
    }
    length += word.length;
    known += word.length * meaning.known;
    const fixed = meaning.fixed >= 0 ? shown(meaning.fixed) : "";
    if (fixed) mended = true;
    seen.push(fixed || said);
    return meaning;
  });
  const plain = meanings.map(({ links, known, fixed, elsewhere, against, open }, i) => {
    // A word just begun says little yet, and is not held against a card that lacks it.
    const begun = i === words.length - 1 && i > 0 ? Math.min(1, words[i].length / WHOLE) : 1;
    const told = begun * (links.size ? worth(links, weights) : known && !elsewhere ? EMPTY : UNKNOWN);
    const strange = known < SAID || elsewhere;
    // A number that no card names tells less than such a word.
    const tells = strange && !/^\d+$/.test(words[i]) ? 1 : told ** TELLS;
    // What is surely that word mistyped explains as much as if it were spelled right.
    const whole = fixed >= 0 && known >= LIKELY ? Math.max(...links.values()) : open;
    return { links, worth: told, tells, trust: strange && known < LIKELY ? known : 1, against, open: whole };
  });
  const phrased = plain.slice();
  // Of phrases that overlap the longest counts, of equals the first.
  for (let size = Math.min(words.length, LONGEST_PHRASE); size > 1; size--) {
    for (let from = 0; from + size <= words.length; from++) {
      const to = from + size;
      if (phrased.slice(from, to).some((token, i) => token !== plain[from + i])) continue;
      const joined = size === 2 ? lookup.word(words[from] + words[from + 1], false, false) : null;
      const links = lookup.phrase(stems.slice(from, to)) ?? (joined?.known === 1 ? joined.links : null);
      if (links) stand(links, words, phrased, from, to, weights);
    }
  }
  return {
    text: seen.join(" "),
    readAs: mended ? seen.join(" ") : null,
    known: length ? known / length : 0,
    views: phrased.some((token, i) => token !== plain[i]) ? [plain, phrased] : [plain],
  };
}

/**
 * «нетденег»: two words that were typed without a space between them, where no card has them as one.
 * What begins as a prefix does, «раздерёт», is likelier a word that no card knows.
 * @param {Lookup} lookup @param {string} word @param {boolean} open
 * @returns {string[]} The words; the word alone where it is none or cannot be two.
 */
function apart(lookup, word, open) {
  if (!/^[а-я]{6,}$/.test(word) || lookup.word(word, open, false).known >= GUESS) return [word];
  for (let at = 2; at <= word.length - TELLING; at++) {
    const [left, right] = [word.slice(0, at), word.slice(at)];
    const short = at < TELLING && left !== "не";
    if (short && (at < 3 || stem(left) !== left || isPrefix(left))) continue;
    if (stem(right).length >= 3 && lookup.said(left, false) && lookup.said(right, open)) return [left, right];
  }
  return [word];
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
    // What the phrase tells is told once: of its words nothing is left to explain.
    tokens[i] = i === longest ? whole(links, worth(links, weights)) : { ...whole(new Map(), EMPTY), tells: 0 };
  }
}

/** @param {Map<number, number>} links @param {number} told @returns {Token} A word that is surely meant so. */
const whole = (links, told) => ({ links, worth: told, tells: told ** TELLS, trust: 1, against: null, open: 1 });

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
