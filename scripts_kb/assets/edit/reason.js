/**
 * What is asked of whoever edits, by the weight of the edits: the review weighs them again, with all
 * that it knows of the language; here it is a first guess, which the person may put right.
 */

import { map } from "./values.js";

/** @import { Field, Kind, Told, Value } from "./types.d.ts" */

export const CLASSES = /** @type {const} */ (["editorial", "factual", "tactical"]);

/** @type {{ [name: string]: readonly string[] }} */
const ASKED = {
  editorial: [],
  factual: ["by", "origin"],
  tactical: ["by", "origin", "cause", "purpose", "effect", "evidence", "watch"],
};

/** Without these a reason is none. @type {{ [name: string]: readonly string[] }} */
const NEEDED = { editorial: [], factual: ["origin"], tactical: ["origin", "cause", "purpose", "effect", "watch"] };

/** @param {readonly Told[]} told @returns {(typeof CLASSES)[number]} */
export function weighed(told) {
  const found = told.map(({ edit, shape }) => {
    if (edit.op !== "set") return "tactical";
    if (shape.form !== "text" || shape.choices || shape.to) return "factual";
    const before = String(edit.before ?? ""), after = String(edit.after ?? "");
    if (bare(before) === bare(after)) return "editorial";
    return figures(before) !== figures(after) && worded(before) === worded(after) ? "factual" : "tactical";
  });
  return found.includes("tactical") ? "tactical" : found.includes("factual") ? "factual" : "editorial";
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
  const told = Object.entries(reason).filter(([name, each]) => names.includes(name) && said(each));
  return told.length ? { class: weight, ...Object.fromEntries(told) } : {};
}

/** @param {Value} value */
const said = (value) => (Array.isArray(value) ? value.length > 0 : map(value) || String(value ?? "").trim() !== "");

/** Only what changes no word: spaces, е for ё, a dash. A sign that ends a sentence may change it. */
/** @param {string} text */
const bare = (text) => text.replace(/[\s\u00a0]+/g, " ").replace(/[–—-]/g, "-").replace(/[«»„“”]/g, '"').replace(/\u0451/g, "\u0435").trim();

/** @param {string} text */
const figures = (text) => (text.match(/\d+(?:[.,]\d+)?/g) ?? []).join(" ");

/** @param {string} text */
const worded = (text) => text.replace(/\d+(?:[.,]\d+)?/g, "0");
