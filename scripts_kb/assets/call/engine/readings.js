/**
 * What else a typed text may be: the same keys on the other keyboard layout, or Russian in Latin letters.
 * @module
 */

const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~";
const RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ";
const TO_RUSSIAN = new Map([...LATIN].map((letter, i) => [letter, RUSSIAN[i]]));
const TO_LATIN = new Map([...RUSSIAN].map((letter, i) => [letter, LATIN[i]]));

/** By the English ear, longer spellings first; й and ы are settled by what stands before. */
const SOUNDS = Object.entries({
  shch: "щ", sch: "щ", zh: "ж", kh: "х", ts: "ц", ch: "ч", sh: "ш", ph: "ф", th: "т", ck: "к",
  yo: "ё", jo: "ё", yu: "ю", ju: "ю", iu: "ю", ya: "я", ja: "я", ye: "е", je: "же", yi: "ый",
  a: "а", b: "б", c: "ц", d: "д", e: "е", f: "ф", g: "г", h: "х", i: "и", j: "ж", k: "к", l: "л",
  m: "м", n: "н", o: "о", p: "п", q: "к", r: "р", s: "с", t: "т", u: "у", v: "в", w: "в", x: "х",
  z: "з", "'": "ь", 4: "ч", 6: "ш",
});

/** By the rules of scholars and passports, where they differ: `jaloba`, `akciia`, `eho`. */
const OTHER_SOUNDS = [
  ...Object.entries({ ja: "жа", ju: "жу", jo: "жо", je: "же", j: "ж", ia: "я", iu: "ю", x: "кс" }),
  ...SOUNDS,
];

/**
 * @param {string} text
 * @returns {string} The same keys on the other layout: Russian for Latin keys, else Latin for Russian.
 */
export function otherLayout(text) {
  const map = /[a-z]/i.test(text) && !/[а-яё]/i.test(text) ? TO_RUSSIAN : TO_LATIN;
  return [...text].map((letter) => map.get(letter) ?? letter).join("");
}

/**
 * @param {string} text
 * @returns {string[]} Russian for Latin letters, by sound: guesses that the tolerance for typos completes.
 */
export const fromTranslit = (text) =>
  [...new Set([SOUNDS, OTHER_SOUNDS].map((sounds) => spell(text, sounds)))];

/** @param {string} text @param {[string, string][]} sounds */
function spell(text, sounds) {
  const low = text.toLowerCase();
  let out = "";
  for (let at = 0; at < low.length; ) {
    const [latin, russian] = sounds.find(([spelling]) => low.startsWith(spelling, at)) ?? [low[at], ""];
    if (/^[46']$/.test(latin) && !/[a-z]/.test(low[at - 1] ?? "") && !/[a-z]/.test(low[at + 1] ?? "")) {
      out += low[at]; // a number, not a letter
    } else if (latin === "y") {
      out += /[аеёиоуыэюя]$/.test(out) ? "й" : "ы";
    } else if (latin === "e" && sounds === OTHER_SOUNDS && !/[а-яёa-z]$/.test(out)) {
      out += "э";
    } else if (latin === "j" && /[аеёиоуыэюя]$/.test(out)) {
      out += "й";
    } else {
      out += russian || low[at];
    }
    at += latin.length;
  }
  return out;
}

/** @param {string} text */
export const hasLatin = (text) => /[a-z]/i.test(text);
/** @param {string} text */
export const hasCyrillic = (text) => /[а-яё]/i.test(text);
