/**
 * From text to words, stems and roots: the browser's half of `scripts_kb/search/words.py`, letter for
 * letter; a test compares the two. The stemmer is Snowball's Russian one.
 * @module
 */

/**
 * @param {string} text
 * @returns {string} Composed, lower case, е for ё, no stress marks.
 */
export const fold = (text) =>
  text.normalize("NFC").toLowerCase().replace(/ё/g, "е").replace(/[\u0300\u0301]/g, "");

const THOUSANDS = /(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))/g;
const TIMES = /(?<=\d)[xх×*](?=\d)/g;
/** «5кг» and «битрикс24» are two words each, «1с» and «b2b» one. */
const UNIT = /(?<=\d\d)(?=\p{L})|(?<=\d)(?=\p{L}{2})|(?<=\p{L}{2})(?=\d)|(?<=\p{L})(?=\d\d)/gu;

/**
 * @param {string} text
 * @returns {string[]} Words and numbers in their order, folded.
 */
export const tokens = (text) =>
  fold(text).replace(THOUSANDS, "").replace(TIMES, " ").replace(UNIT, " ").match(/[\p{L}\p{N}]+/gu) ?? [];

/** @param {string} list */
const endings = (list) => {
  const all = list.split(" ").sort((a, b) => b.length - a.length);
  /** The longest ending that fits into the part of the word that may change.
   * @param {string} word @param {number} from */
  return (word, from) => all.find((e) => word.length - e.length >= from && word.endsWith(e)) ?? "";
};

const gerund = endings("в ив ыв вши ивши ывши вшись ившись ывшись");
const adjective = endings(
  "ее ие ое ые ими ыми ей ий ой ый ем им ом ым его ого ему ому их ых ею ою ую юю ая яя",
);
const participle = endings("ем нн вш ивш ывш щ ющ ующ");
const reflexive = endings("сь ся");
const verb = endings(
  "ла ила ыла на ена ете ите йте ейте уйте ли или ыли й ей уй л ил ыл ем им ым н ен ло ило ыло но ено " +
    "нно ет ует ит ыт ют уют ят ны ены ть ить ыть ешь ишь ю ую",
);
const noun = endings(
  "а ев ов е ие ье и еи ии ами ями иями й ей ией ий ой ам ем ием ом ям иям о у ах ях иях ы ь ю ию ью я ия ья",
);
const derivational = endings("ост ость");
const tidy = endings("ейше н ейш ь");
/** Endings that count only after а or я, which stays. */
const bound = {
  gerund: new Set(["в", "вши", "вшись"]),
  participle: new Set(["ем", "нн", "вш", "щ", "ющ"]),
  verb: new Set("ла на ете йте ли й л ем н ло но нно ет ют ны ть ешь".split(" ")),
};

/**
 * @param {string} word @param {number} from @param {string} ending @param {Set<string>} needs
 * @returns {string | null} The word without the ending, or null where the ending does not count.
 */
const cut = (word, from, ending, needs) => {
  if (!ending) return null;
  const rest = word.slice(0, word.length - ending.length);
  if (!needs.has(ending)) return rest;
  return rest.length > from && /[ая]$/.test(rest) ? rest : null;
};

const NONE = new Set();
/** Adverbs that only look like adjectives: cut, «почему» would be «почём». */
const WHOLE = new Set(["почему", "потому", "поэтому"]);
/** What never changes its form: cut, «приём» would be «при». */
const PARTICLES = new Set("не ни на над за по под при про до от об из ко со во для да но то уж".split(" "));

/**
 * @param {string} token Folded.
 * @returns {string} Its Snowball stem; what is not Cyrillic, or only looks like another word's form, stays.
 */
export function stem(token) {
  const cut = WHOLE.has(token) || !/^[а-я]+$/.test(token) ? token : snowball(token);
  return PARTICLES.has(cut) ? token : cut;
}

/** @param {string} token @returns {string} */
function snowball(token) {
  const first = /[аеиоуыэюя]/.exec(token);
  if (!first) return token;
  const from = first.index + 1;
  const second = /^[^аеиоуыэюя]*[аеиоуыэюя]+[^аеиоуыэюя]+[аеиоуыэюя]+[^аеиоуыэюя]/.exec(token);
  const late = second ? second[0].length : token.length;
  let word = token;
  const asGerund = cut(word, from, gerund(word, from), bound.gerund);
  if (asGerund !== null) {
    word = asGerund;
  } else {
    word = word.slice(0, word.length - reflexive(word, from).length);
    const asAdjective = cut(word, from, adjective(word, from), NONE);
    if (asAdjective !== null) {
      word = cut(asAdjective, from, participle(asAdjective, from), bound.participle) ?? asAdjective;
    } else {
      word =
        cut(word, from, verb(word, from), bound.verb) ?? cut(word, from, noun(word, from), NONE) ?? word;
    }
  }
  if (word.length > from && word.endsWith("и")) word = word.slice(0, -1);
  const late_ = derivational(word, from);
  if (late_ && word.length - late_.length >= late) word = word.slice(0, word.length - late_.length);
  const last = tidy(word, from);
  if (last === "н") return word.length - 2 >= from && word.endsWith("нн") ? word.slice(0, -1) : word;
  if (!last) return word;
  word = word.slice(0, word.length - last.length);
  return last !== "ь" && word.length - 2 >= from && word.endsWith("нн") ? word.slice(0, -1) : word;
}

const SUFFIXES = (
  "изирован изирова ирован ительн ирова ическ альн ельн оват еват ован еван иван ыван ийн ниц щик чик " +
  "ник ител ател лен лят ств ист изм ост ова ева ива ыва очн ечн ичн енн анн янн ент ени ани ац яц ец " +
  "иц ок ек ик ен ан ян ов ев ля ущ ющ ащ ящ ну к н л а я и е у ю"
).split(" ");
const PREFIXES = (
  "недо пере разо подо рас раз обо ото изо без бес воз вос под над при про пре не на за по до от об " +
  "вы из ис вз вс со с у о"
).split(" ");
/** @type {Record<string, string>} */
const ALTERNATE = { ч: "к", т: "к", щ: "к", ц: "к", ш: "с", х: "с", ж: "г", з: "г", д: "г" };

/**
 * @param {string} stemmed
 * @returns {string} What the stem shares with its word family.
 */
export function root(stemmed) {
  let rest = stemmed;
  for (let turn = 0; turn < 3; turn++) {
    const suffix = SUFFIXES.find((s) => rest.endsWith(s) && rest.length - s.length >= 3);
    if (!suffix) break;
    rest = rest.slice(0, rest.length - suffix.length);
  }
  if (rest.length < 4) return rest;
  const last = rest[rest.length - 1];
  return rest.slice(0, -1) + (ALTERNATE[last] ?? last);
}

/**
 * @param {string} rooted
 * @returns {string} The root without its verbal prefix; empty where it has none to lose.
 */
export function bare(rooted) {
  const prefix = PREFIXES.find(
    (p) => rooted.startsWith(p) && rooted.length - p.length >= (p.length > 1 ? 4 : 5),
  );
  return prefix ? rooted.slice(prefix.length) : "";
}

/** @param {string} token @returns {boolean} Whether verbs begin so. */
export const isPrefix = (token) => PREFIXES.includes(token);
