/**
 * What else a typed text may be: the same keys on the other keyboard layout, or Russian in Latin letters.
 * @module
 */

const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~";
const RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ";
const TO_RUSSIAN = new Map([...LATIN].map((letter, i) => [letter, RUSSIAN[i]]));
const TO_LATIN = new Map([...RUSSIAN].map((letter, i) => [letter, LATIN[i]]));

/** Longer spellings first; й and ы are settled by what stands before. */
const SOUNDS = Object.entries({
  shch: "щ", sch: "щ", zh: "ж", kh: "х", ts: "ц", ch: "ч", sh: "ш", ph: "ф", th: "т", ck: "к",
  yo: "ё", jo: "ё", yu: "ю", ju: "ю", iu: "ю", ya: "я", ja: "я", ye: "е", je: "же", yi: "ый",
  a: "а", b: "б", c: "ц", d: "д", e: "е", f: "ф", g: "г", h: "х", i: "и", j: "ж", k: "к", l: "л",
  m: "м", n: "н", o: "о", p: "п", q: "к", r: "р", s: "с", t: "т", u: "у", v: "в", w: "в", x: "кс",
  z: "з", "'": "ь", 4: "ч", 6: "ш",
});

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
 * @returns {string} Russian for Latin letters, by sound: one guess, which the tolerance for typos completes.
 */
export function fromTranslit(text) {
  const low = text.toLowerCase();
  let out = "";
  for (let at = 0; at < low.length; ) {
    const [latin, russian] = SOUNDS.find(([spelling]) => low.startsWith(spelling, at)) ?? [low[at], ""];
    if (/^[46']$/.test(latin) && !/[a-z]/.test(low[at - 1] ?? "") && !/[a-z]/.test(low[at + 1] ?? "")) {
      out += low[at]; // a number, not a letter
    } else if (latin === "y") {
      const vowel = /[аеёиоуыэюя]$/.test(out);
      const last = !/[a-z]/.test(low[at + 1] ?? "");
      out += vowel || (last && out.endsWith("и")) ? "й" : "ы";
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
