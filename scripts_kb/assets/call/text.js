/**
 * Texts and dates as a reader reads them: plural forms, days, the first breath of a long answer.
 */

/** The most words one can say from a glance. */
export const BREATH = 25;

/** Days for which a change is news. */
export const FRESH_DAYS = 14;

/**
 * Fill in `{name}`; of forms divided by `|` choose the one for `n`.
 * @param {string} text
 * @param {Record<string, string | number>} [values]
 * @param {string} [language]
 * @returns {string}
 */
export function fill(text, values = {}, language = "ru") {
  const forms = text.split("|");
  const form = forms.length > 1 ? forms[plural(Number(values.n), language)] : text;
  return form.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** @type {(n: number, language: string) => number} */
function plural(n, language) {
  const rule = new Intl.PluralRules(language).select(n);
  return rule === "one" ? 0 : rule === "few" ? 1 : 2;
}

/**
 * Cut a text where one breath ends: after the last sentence that still fits, else in the middle.
 * @param {string} text
 * @param {number} [limit] words
 * @returns {[string, string]} what to say first, and the rest ("" if there is none)
 */
export function breath(text, limit = BREATH) {
  if (words(text) <= limit) return [text, ""];
  const sentences = text.match(/[^.!?…]+(?:[.!?…]+["»)]*\s*|$)/gu) ?? [text];
  let first = "";
  for (const sentence of sentences) {
    if (words(first + sentence) > limit) break;
    first += sentence;
  }
  if (!first) {
    const ends = [...text.matchAll(/\S*[\p{L}\p{N}]\S*/gu)];
    const last = ends[limit - 1];
    first = text.slice(0, (last.index ?? 0) + last[0].length);
  }
  return [first.trim(), text.slice(first.length).trim()];
}

/** @type {(text: string) => number} */
export function words(text) {
  return text.match(/\S*[\p{L}\p{N}]\S*/gu)?.length ?? 0;
}

/**
 * Today in the knowledge base's time zone.
 * @param {string} zone such as `Europe/Moscow`
 * @param {Date} [now]
 * @returns {string} `2026-11-21`
 */
export function today(zone, now = new Date()) {
  try {
    return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(now);
  } catch {
    return new Intl.DateTimeFormat("en-CA").format(now);
  }
}

/**
 * Days from one date to another; negative where the other is earlier.
 * @param {string} from `2026-11-21`, a time may follow
 * @param {string} to
 * @returns {number}
 */
export function daysBetween(from, to) {
  return Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000);
}

/**
 * A date as people say it: «31 декабря», with the year where it is another.
 * @param {string} iso
 * @param {string} now
 * @param {string} [language]
 * @returns {string}
 */
export function day(iso, now, language = "ru") {
  const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  /** @type {Intl.DateTimeFormatOptions} */
  const format = { day: "numeric", month: "long", timeZone: "UTC" };
  if (iso.slice(0, 4) !== now.slice(0, 4)) format.year = "numeric";
  return new Intl.DateTimeFormat(language, format).format(date).replace(/\s*г\.$/, "");
}

/**
 * Tell whether something is in force.
 * @param {import("./types.d.ts").Dated} dated both days count
 * @param {string} now
 * @returns {"now" | "early" | "over"}
 */
export function inForce(dated, now) {
  if (dated.valid_to && now > dated.valid_to) return "over";
  return dated.valid_from && now < dated.valid_from ? "early" : "now";
}

/**
 * Take a text apart into plain text and variables that the call fills in.
 * @param {string} text `<client_name>, добрый день!`
 * @param {Record<string, string>} captured what the call knows by now
 * @param {Record<string, string>} names the variables there are; others are plain text
 * @returns {{text: string, variable?: string}[]}
 */
export function pieces(text, captured, names) {
  return text.split(/<([A-Za-z_]\w*)>/).flatMap((piece, index) => {
    if (index % 2 === 0) return piece ? [{ text: piece }] : [];
    if (!Object.hasOwn(names, piece)) return [{ text: `<${piece}>` }];
    return [{ text: captured[piece] ?? "", variable: piece }];
  });
}
