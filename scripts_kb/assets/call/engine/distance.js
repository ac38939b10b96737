/**
 * Keys near a mistyped word: Damerau's distance (one letter wrong, missing, extra, or two swapped), with
 * cheaper steps for what Russian spelling confuses and fingers slip to.
 *
 * Keys are sorted, so the rows of the distance table that belong to letters shared with the key before
 * are not computed again, and a prefix that is already too far skips all its keys.
 * @module
 */

/** @typedef {import("./decode.js").Table} Table */
/** @typedef {{key: number, cost: number, rest: number}} Near Rest: letters that the key has beyond what was typed. */

const ROWS = ["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"];
/** Heard alike: unstressed vowels, voiced and voiceless consonants. */
const ALIKE = "оа еи ия ея ыи еэ юу дт бп зс гк вф жш шщ чщ сц хг";
/** One Latin letter stands for several Russian ones. */
const TRANSLIT = "цк цс хг жй вш ый ыи ий еэ щш";

/** @param {string} letter */
const code = (letter) => letter.charCodeAt(0) - 0x430;

/** @param {string} pairs @param {number} cost @param {Float32Array} into */
function price(pairs, cost, into) {
  for (const pair of pairs.split(" ")) {
    into[code(pair[0]) * 32 + code(pair[1])] = cost;
    into[code(pair[1]) * 32 + code(pair[0])] = cost;
  }
}

const swapped = new Float32Array(32 * 32).fill(1);
for (const [y, row] of ROWS.entries()) {
  for (const [x, letter] of [...row].entries()) {
    for (const near of [row[x + 1], ROWS[y + 1]?.[x], ROWS[y + 1]?.[x - 1]]) {
      if (near) price(letter + near, 0.8, swapped);
    }
  }
}
price(ALIKE, 0.5, swapped);
const transliterated = swapped.slice();
price(TRANSLIT, 0.15, transliterated);

/** A wrong first letter is rare and misleads: it costs more. */
const FIRST = 0.5;
const SWAP = 0.8;
const SOFT = new Set("ьъ".split("").map((letter) => letter.charCodeAt(0)));

/**
 * @param {Table} table
 * @param {string} typed
 * @param {number} most The largest cost that counts.
 * @param {boolean} open Whether the word is still being typed: then a key may go on.
 * @param {boolean} translit Whether the word was guessed from Latin letters.
 * @returns {Near[]}
 */
export function near(table, typed, most, open, translit) {
  const { letters, starts, shared, size } = table;
  const word = Array.from(typed, (letter) => letter.charCodeAt(0));
  const width = word.length + 1;
  const prices = translit ? transliterated : swapped;
  const soft = translit ? 0.1 : 0.4;
  /** @param {number} letter @param {number} before */
  const gap = (letter, before) => (SOFT.has(letter) ? soft : letter === before ? 0.5 : 1);
  /** @param {number} a @param {number} b */
  const change = (a, b) => {
    if (a === b) return 0;
    const [i, j] = [a - 0x430, b - 0x430];
    return i >= 0 && i < 32 && j >= 0 && j < 32 ? prices[i * 32 + j] : 1;
  };
  const rows = [new Float32Array(width)];
  for (let j = 1; j < width; j++) {
    rows[0][j] = rows[0][j - 1] + gap(word[j - 1], word[j - 2]) + (j === 1 ? FIRST : 0);
  }
  /** Best cost, up to each depth, of the typed word against that prefix of the key. */
  const best = [open ? rows[0][width - 1] : Infinity];
  const depths = [0];
  /** @type {Near[]} */
  const found = [];
  /** Least cost in the row of each depth: two swapped letters step over a row. */
  const lows = [0];
  let dead = Infinity;
  for (let key = 0; key < size; key++) {
    if (shared[key] >= dead) continue;
    dead = Infinity;
    const from = starts[key];
    const length = starts[key + 1] - from;
    for (let depth = shared[key] + 1; depth <= length; depth++) {
      const row = (rows[depth] ??= new Float32Array(width));
      const above = rows[depth - 1];
      const letter = letters[from + depth - 1];
      const before = depth > 1 ? letters[from + depth - 2] : 0;
      const extra = depth === 1 ? FIRST : 0;
      const drop = gap(letter, before);
      let least = (row[0] = above[0] + drop + extra);
      for (let j = 1; j < width; j++) {
        const step = change(word[j - 1], letter);
        let cost = above[j - 1] + step + (step && j === 1 ? extra : 0);
        cost = Math.min(cost, above[j] + drop, row[j - 1] + gap(word[j - 1], word[j - 2]));
        if (j > 1 && depth > 1 && word[j - 1] === before && word[j - 2] === letter) {
          cost = Math.min(cost, rows[depth - 2][j - 2] + SWAP);
        }
        row[j] = cost;
        if (cost < least) least = cost;
      }
      const better = open && row[width - 1] < best[depth - 1];
      best[depth] = open ? Math.min(row[width - 1], best[depth - 1]) : row[width - 1];
      depths[depth] = better ? depth : depths[depth - 1];
      lows[depth] = least;
      if (least > most && best[depth] > most && (lows[depth - 1] + SWAP > most)) {
        dead = depth;
        break;
      }
    }
    if (dead === Infinity && best[length] <= most) {
      found.push({ key, cost: best[length], rest: open ? length - depths[length] : 0 });
    }
  }
  return found;
}
