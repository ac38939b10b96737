/**
 * Texts of a card that still name a day which was changed: «до 31 августа» of an offer that is prolonged.
 * The review finds them in all cards; here their author is told of this one, while it is being written.
 */

import { brief, map, same } from "./values.js";

/** @import { Field, Shape, Value } from "./types.d.ts" */

/** @typedef {{ trail: string[], said: string, fresh: string }} Stale */

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

/**
 * @param {Shape} shape of the card @param {Value} before @param {Value} after @param {"ru" | "en"} language
 * @param {(field: Field) => string} named how a field is called
 * @returns {Stale[]} where which words stand, and what they would be
 */
export function stale(shape, before, after, language, named) {
  /** @type {[string, string][]} */
  const moved = [];
  days(shape, before, after, moved);
  if (!moved.length) return [];
  /** @type {Stale[]} */
  const found = [];
  texts(shape, after, [], named, (trail, text) => {
    for (const [old, fresh] of moved) {
      const spelled = spellings(fresh, language);
      spellings(old, language).forEach((words, at) => {
        const match = new RegExp(`(?<![\\p{L}\\d.])${words.replace(/[.]/g, "\\.").replace(/ /g, "\\s+")}(?![\\p{L}\\d])`, "iu").exec(text);
        if (match && !found.some((each) => same(each.trail, trail) && each.said.includes(match[0]))) found.push({ trail, said: match[0], fresh: spelled[at] ?? "" });
      });
    }
  });
  return found;
}

/** How people write a day, the longest first. @param {string} day as YYYY-MM-DD @param {"ru" | "en"} language @returns {string[]} */
function spellings(day, language) {
  const [, year = "", month = "", date = ""] = DAY.exec(day) ?? [];
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  const written = (/** @type {Intl.DateTimeFormatOptions} */ how, /** @type {string} */ tag) => new Intl.DateTimeFormat(tag, { timeZone: "UTC", day: "numeric", month: "long", ...how }).format(at);
  const short = written({}, language === "ru" ? "ru" : "en-GB");
  const other = language === "ru" ? [] : [written({}, "en-US")];
  return [`${date}.${month}.${year}`, `${short} ${year}`, short, ...other, day, `${date}.${month}`];
}

/** @param {Shape} shape @param {Value | undefined} before @param {Value | undefined} after @param {[string, string][]} moved */
function days(shape, before, after, moved) {
  if (shape.form === "date") {
    if (DAY.test(String(before)) && DAY.test(String(after)) && before !== after) moved.push([String(before), String(after)]);
  } else if (map(before) && map(after)) {
    for (const each of shape.fields ?? []) days(each, before[each.name], after[each.name], moved);
  } else if (Array.isArray(before) && Array.isArray(after) && shape.item) {
    const key = shape.key ?? "id", item = shape.item;
    for (const each of after) days(item, before.find((other) => map(other) && map(each) && other[key] === each[key]), each, moved);
  }
}

/**
 * @param {Shape} shape @param {Value | undefined} value @param {string[]} trail @param {(field: Field) => string} named
 * @param {(trail: string[], text: string) => void} told
 */
function texts(shape, value, trail, named, told) {
  if (map(value)) for (const each of shape.fields ?? []) texts(each, value[each.name], [...trail, named(each)], named, told);
  else if (Array.isArray(value)) {
    const item = shape.item;
    if (item) for (const each of value) texts(item, each, map(each) && brief(each) ? [...trail, brief(each)] : trail, named, told);
  } else if (typeof value === "string" && shape.form === "text" && !shape.to && !shape.choices) told(trail, value);
}
