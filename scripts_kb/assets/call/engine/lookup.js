/**
 * What a typed word may mean: classes with weights. The word itself, the word being typed, agreed synonyms,
 * the same root, a typing mistake; each with what it is worth.
 * @module
 */

import { near } from "./distance.js";
import { bare, root, stem } from "./words.js";

/** @typedef {import("./decode.js").Index} Index */
/** @typedef {import("./decode.js").Table} Table */

/**
 * @typedef {object} Meaning
 * @property {Map<number, number>} links Weight by class, 0 … 1.
 * @property {number} known How surely the word was recognised, 0 … 1.
 * @property {number} fixed The class of the word that was meant where it was mistyped; else -1.
 * @property {boolean} elsewhere Whether it is a word that is known, and no card says.
 * @property {Map<number, number> | null} against Classes of its opposites.
 * @property {number} open How much of its weight is left to it, as it may go on in another word: 0 … 1.
 */

/** The weight of the word itself, as it stands in the index. */
const OWN = 255;
const PREFIX = 0.9;
const BESIDE = 0.75;
const EITHER = 0.85;
const PER_LETTER = 0.025;
/** So few letters lead to no synonyms: too many words begin so. */
const FEW = 3;
const ROOT_OF_BARE = 0.75;
/** The cost of two letters swapped or of a neighbouring key. */
const SLIP = 0.85;
const REMEMBERED = 600;
/** Below it a link is a hint: a word that gives nothing surer is not what another one was mistyped for. */
const HINT = 125;

/** @param {Table} table @param {string} key @returns {number} The first key that is not before it. */
function place(table, key) {
  let low = 0;
  let high = table.size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(table, middle, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {Table} table @param {string} key @returns {number} Its place; -1 where it is not there. */
function find(table, key) {
  const at = place(table, key);
  return at < table.size && !compare(table, at, key) ? at : -1;
}

/** @param {Table} table @param {number} i @param {string} key */
function compare(table, i, key) {
  const from = table.starts[i];
  const length = table.starts[i + 1] - from;
  for (let j = 0; j < key.length; j++) {
    if (j >= length) return -1;
    const difference = table.letters[from + j] - key.charCodeAt(j);
    if (difference) return difference;
  }
  return length - key.length;
}

/** @param {Table} table @param {number} i @param {string} key */
function starts(table, i, key) {
  const from = table.starts[i];
  if (table.starts[i + 1] - from < key.length) return false;
  for (let j = 0; j < key.length; j++) if (table.letters[from + j] !== key.charCodeAt(j)) return false;
  return true;
}

export class Lookup {
  /** @param {Index} index */
  constructor(index) {
    this.index = index;
    /** @type {Map<string, Meaning>} */
    this.memory = new Map();
  }

  /**
   * @param {string} token Folded.
   * @param {boolean} open Whether it is still being typed.
   * @param {boolean} translit Whether it was guessed from Latin letters.
   * @returns {Meaning}
   */
  word(token, open, translit) {
    const name = `${token}${open ? "…" : ""}${translit ? "~" : ""}`;
    let meaning = this.memory.get(name);
    if (!meaning) {
      if (this.memory.size > REMEMBERED) this.memory.clear();
      meaning = this.#read(token, open, translit);
      this.memory.set(name, meaning);
    }
    return meaning;
  }

  /**
   * @param {string} token Folded. @param {boolean} open
   * @returns {boolean} Whether a card says this word; where it is still being typed, one that begins so.
   */
  said(token, open) {
    const { stems } = this.index;
    const at = find(stems, stem(token));
    return (at >= 0 && own(stems, at) >= 0) || (open && this.#begins(token));
  }

  /** @param {string} token */
  #begins(token) {
    const { stems } = this.index;
    const at = place(stems, token);
    return at < stems.size && starts(stems, at, token);
  }

  /**
   * @param {string[]} stems Neighbouring stems.
   * @returns {Map<number, number> | null} What the phrase stands for, if it is one.
   */
  phrase(stems) {
    const { phrases } = this.index;
    const at = find(phrases, stems.join(" "));
    if (at < 0) return null;
    /** @type {Map<number, number>} */
    const links = new Map();
    take(phrases, at, 1, links);
    return this.#sorted(links);
  }

  /**
   * Who types fast, and who writes in Latin letters, leaves out the soft sign that ends a word; some
   * endings are known by it only: «понравилос».
   * @param {string} token @param {boolean} open
   */
  #stem(token, open) {
    const plain = stem(token);
    if (!/[бвдзлмнпрстцчшщ]$/.test(token) || find(this.index.stems, plain) >= 0 || (open && this.#begins(token))) return plain;
    const soft = stem(`${token}ь`);
    return find(this.index.stems, soft) >= 0 ? soft : plain;
  }

  /** @param {string} token @param {boolean} open @param {boolean} translit @returns {Meaning} */
  #read(token, open, translit) {
    const { stems, roots } = this.index;
    /** @type {Map<number, number>} */
    const links = new Map();
    let known = 0;
    let fixed = -1;
    const stemmed = this.#stem(token, open);
    const exact = find(stems, stemmed);
    const from = open ? place(stems, token) : 0;
    let begun = false;
    // «столи»: the last letters may end the word or go on in another; neither reading is sure.
    const either = open && stemmed !== token && from < stems.size && starts(stems, from, token);
    if (exact >= 0) {
      take(stems, exact, either ? EITHER : 1, links);
      known = 1;
    }
    if (open) {
      const least = token.length < FEW ? OWN : 0;
      for (let at = from; at < stems.size && starts(stems, at, token); at++) {
        const rest = stems.starts[at + 1] - stems.starts[at] - token.length;
        const share = (known === 1 && !either ? BESIDE : PREFIX) - Math.min(0.3, PER_LETTER * rest);
        if (at !== exact) take(stems, at, share, links, least);
        if (!known) [known, begun] = [0.9 * Math.min(1, token.length / 3), token.length > FEW];
      }
    }
    const rooted = root(stemmed);
    const short = bare(rooted);
    for (const [key, share] of /** @type {[string, number][]} */ ([[rooted, 1], [short, ROOT_OF_BARE]])) {
      if (key.length < 3) continue;
      const at = find(roots, key);
      if (at >= 0) {
        take(roots, at, share, links);
        known = Math.max(known, 0.7 * share);
      }
    }
    const word = stemmed.length > 3 ? stemmed : token;
    if (known < 0.8 && word.length > 3 && !/^\d+$/.test(word)) {
      const most = word.length < 5 ? 1 : word.length < 8 ? 1.5 : 2;
      const around = near(stems, word, most, open, translit);
      // «цнеа»: a short word is mistyped in what its stem keeps.
      if (word !== stemmed && stemmed.length === 3) around.push(...near(stems, stemmed, SLIP, false, translit));
      const found = around.filter(({ key }) => !isHint(stems, key));
      const least = found.reduce((low, { cost }) => Math.min(low, cost), Infinity);
      const sure = found.length ? 0.85 - 0.2 * least : 0;
      let shortest = Infinity;
      for (const { key, cost, rest } of found) {
        if (cost > least + 0.5) continue;
        take(stems, key, Math.max(0.2, 0.9 - 0.2 * cost - Math.min(0.2, PER_LETTER * rest)), links);
        if (sure > known && cost + rest / 10 < shortest) {
          shortest = cost + rest / 10;
          fixed = own(stems, key);
        }
      }
      known = Math.max(known, sure);
    }
    const elsewhere = exact >= 0 && stems.first[exact] < stems.first[exact + 1] && !stems.weights[stems.first[exact]];
    return { links: this.#sorted(links), known, fixed, elsewhere, against: this.#against(stemmed), open: begun ? BESIDE : either ? EITHER : 1 };
  }

  /** @param {string} stemmed */
  #against(stemmed) {
    const { opposites } = this.index;
    const at = find(opposites, stemmed);
    if (at < 0) return null;
    /** @type {Map<number, number>} */
    const links = new Map();
    take(opposites, at, 1, links);
    return links;
  }

  /** The surest first, of equals the most telling: what a unit says is then counted once, by the best. @param {Map<number, number>} links */
  #sorted(links) {
    const { weights } = this.index;
    return new Map([...links].sort(([a, one], [b, other]) => other - one || weights[b] - weights[a] || a - b));
  }
}

/** @param {Table} table @param {number} key @returns {number} The class that the key itself is, not a synonym's; else -1. */
function own(table, key) {
  for (let i = table.first[key]; i < table.first[key + 1]; i++) {
    if (table.weights[i] === OWN) return table.classes[i];
  }
  return -1;
}

/** @param {Table} table @param {number} key */
function isHint(table, key) {
  const most = Math.max(0, ...table.weights.subarray(table.first[key], table.first[key + 1]));
  return most > 0 && most < HINT;
}

/** @param {Table} table @param {number} key @param {number} share @param {Map<number, number>} into @param {number} [least] */
function take(table, key, share, into, least = 0) {
  for (let i = table.first[key]; i < table.first[key + 1]; i++) {
    if (table.weights[i] < least) continue;
    const weight = (table.weights[i] / 255) * share;
    if (weight > (into.get(table.classes[i]) ?? 0)) into.set(table.classes[i], weight);
  }
}
