/**
 * What is asked of whoever edits, by the weight of the edits: the review weighs them again, with all
 * that it knows of the language; here it is a first guess, which the person may put right.
 */

import { map } from "./values.js";

/** @import { Field, Kind, Told, Value } from "./types.d.ts" */

/** Letters of a word in which one of them is a slip; in a shorter one it is another word. */
const LONG = 5;

export const CLASSES = /** @type {const} */ (["editorial", "factual", "tactical"]);

/** @type {{ [name: string]: readonly string[] }} */
const ASKED = {
  editorial: [],
  factual: ["by", "origin"],
  tactical: ["by", "origin", "cause", "purpose", "effect", "evidence", "watch"],
};

/** Without these a reason is none. @type {{ [name: string]: readonly string[] }} */
const NEEDED = { editorial: [], factual: ["origin"], tactical: ["origin", "cause", "purpose", "effect", "evidence", "watch"] };

/** What scripts_kb/review/weight.py calls a fact: kinds, and fields of any kind or of one. */
const FACTUAL_KINDS = ["insight", "meeting", "product"];
const FACTUAL = [
  "offer.price", "offer.internal", "offer.valid_from", "offer.valid_to", "offer.products", "offer.materials",
  "offer.segments", "offer.audience", "proof", "decision.opened", "regulation.effective", "regulation.owner",
  "process.owner",
];
const OF_MEANING = ["product.says"];
/** What was heard or looked through is a reason, and has none of its own. */
const TELLING_KINDS = ["insight", "meeting"];
const TELLING = ["review_by", "synonyms", "client_words"];

/** @param {readonly Told[]} told @returns {(typeof CLASSES)[number]} */
export function weighed(told) {
  const found = told.map(({ edit, shape }) => {
    if (edit.op === "material") return "factual";
    const proved = heavy(edit.entity, edit.path);
    const texts = edit.op === "set" && shape.form === "text" && !shape.choices && !shape.to;
    return texts && slip(bare(String(edit.before ?? "")), bare(String(edit.after ?? ""))) ? "editorial" : proved;
  });
  return found.includes("tactical") ? "tactical" : found.includes("factual") ? "factual" : "editorial";
}

/**
 * Say what a change of a place is, whatever is said there.
 * @param {string} entity @param {string} path @returns {(typeof CLASSES)[number]}
 */
export function heavy(entity, path) {
  const kind = entity.slice(0, entity.indexOf("/"));
  const names = path.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/g, "").split(".");
  const first = `${kind}.${names[0]}`;
  if (TELLING_KINDS.includes(kind) || names.slice(1).includes("client_words") || TELLING.includes(names[0] ?? "")) return "editorial";
  if (OF_MEANING.includes(first)) return "tactical";
  return FACTUAL_KINDS.includes(kind) || FACTUAL.includes(first) || names.some((each) => FACTUAL.includes(each)) ? "factual" : "tactical";
}

/**
 * The questions of a class.
 * @param {Kind} change what a change file may hold @param {string} weight
 * @returns {Field[]}
 */
export const asked = (change, weight) =>
  (ASKED[weight] ?? []).flatMap((name) => {
    const field = change.fields?.find((each) => each.name === name);
    return field ? [{ ...field, required: NEEDED[weight]?.includes(name) ?? false }] : [];
  });

/**
 * Take what was answered to the questions of a class.
 * @param {{ [name: string]: Value }} reason @param {Kind} change @param {string} weight
 * @returns {{ [name: string]: Value }}
 */
export function answered(reason, change, weight) {
  const names = asked(change, weight).map((each) => each.name);
  const told = Object.entries(reason).map(([name, each]) => [name, Array.isArray(each) ? each.filter(said) : each])
    .filter(([name, each]) => names.includes(String(name)) && said(each ?? null));
  return told.length ? { class: weight, ...Object.fromEntries(told) } : {};
}

/** @param {Value} value */
const said = (value) => (Array.isArray(value) ? value.length > 0 : map(value) || String(value ?? "").trim() !== "");

/** Only what changes no word: spaces, е for ё, a dash. A sign that ends a sentence may change it. */
/** @param {string} text */
const bare = (text) => text.replace(/[\s\u00a0]+/g, " ").replace(/[–—-]/g, "-").replace(/[«»„“”]/g, '"').replace(/\u0451/g, "\u0435").trim();

/**
 * Guess whether a text only lost a slip: some words differ, each of them by one sign of many.
 * @param {string} before @param {string} after
 */
export function slip(before, after) {
  const old = before.split(" "), fresh = after.split(" ");
  return old.length === fresh.length && old.every((each, at) => each === fresh[at] || near(each, fresh[at] ?? ""));
}

/** @param {string} one @param {string} other */
function near(one, other) {
  if (/\d/.test(one + other) || Math.min(one.length, other.length) < LONG || Math.abs(one.length - other.length) > 1) return false;
  let start = 0, end = 0;
  while (start < one.length && one[start] === other[start]) start++;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const [was, is] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  // One sign more, less, or another; or two of them in the other order.
  return Math.max(was.length, is.length) === 1 || (was.length === 2 && [...was].reverse().join("") === is);
}
