/** New files: a card that is begun, and the change file that says why, as `kb apply` writes them. */

import { called } from "../begun.js";
import { map, same } from "../values.js";
import { read } from "./patching.js";
import { file } from "./rendering.js";
import { asRaw, below, compact, typed } from "./typing.js";

/** @import { Kind, Shape, Value } from "../types.d.ts" */

/** Fields whose text stands in block style, however short it is: those of scripts_kb/content/starting.py. */
const PROSE = ["say", "next_question", "answer", "terms", "promise", "says", "body", "origin", "cause", "purpose", "effect", "watch"];
/** The fields of a change file that a form asks for, in the order in which they stand there. */
const OF_REASON = ["id", "title", "by", "class", "urgent", "origin", "cause", "purpose", "effect", "evidence", "expect", "watch", "agreed"];
/** Of these several texts are said one after the other. */
const SAID = ["origin", "cause", "purpose", "effect", "watch"];
const HEAVIEST = ["strategic", "tactical", "factual", "editorial"];
const LONGEST = 64;

/**
 * Write a new card with all that is known of it, in the order of its contract.
 * @param {{ [name: string]: Value }} value @param {Kind} kind @param {boolean} markdown
 */
export function written(value, kind, markdown) {
  const said = typed(asRaw(value), kind);
  const kept = map(said) ? Object.fromEntries(Object.entries(said).filter(([, each]) => compact(each) !== null)) : {};
  const found = ordered(kept, kind);
  if (!map(found)) return "";
  if (!markdown) return dumped(found, kind);
  const { body, ...fields } = found;
  const text = file(fields, kind, PROSE);
  return body === undefined ? text : `---\n${text}---\n\n${body}\n`;
}

/** @param {{ [name: string]: Value }} value @param {Kind} kind */
function dumped(value, kind) {
  const text = file(value, kind, PROSE);
  return same(compact(typed(read(text, false), kind)), compact(value)) ? text : file(value, kind, null);
}

/** @param {Value} value @param {Shape | undefined} shape @returns {Value} */
function ordered(value, shape) {
  if (Array.isArray(value)) return value.map((each) => ordered(each, shape?.item));
  if (!map(value)) return value;
  const order = (shape?.fields ?? []).map((each) => each.name);
  const rank = (/** @type {string} */ name) => (order.includes(name) ? order.indexOf(name) : order.length);
  const names = Object.keys(value).sort((one, other) => rank(one) - rank(other));
  return Object.fromEntries(names.map((name) => [name, ordered(value[name] ?? null, below(shape, name))]));
}

/**
 * Write the file that says why.
 * @param {{ [name: string]: Value }} reason @param {string[]} entities that were changed @param {Kind} change
 * @param {string} today as YYYY-MM-DD @param {number} number of the try: the first name that is free is taken
 * @returns {{ path: string, text: string } | null} null where nobody says why
 */
export function note(reason, entities, change, today, number) {
  const told = given(reason);
  if (!told) return null;
  const { id } = called(told, today);
  return { path: `changes/${numbered(id, number)}.yml`, text: spelled(numbered(id, number), told, entities, change) };
}

/** @param {string} id @param {number} number */
const numbered = (id, number) => (number > 1 ? `${id.slice(0, LONGEST - 4)}-${number}` : id);

/** @param {Value} id @param {{ [name: string]: Value }} told @param {string[]} entities @param {Kind} change */
function spelled(id, told, entities, change) {
  const fields = { ...told, applies_to: entities, title: called(told, "").title };
  const kept = Object.fromEntries(Object.entries(fields).filter(([name, each]) => name !== "id" && !empty(each)));
  const value = typed(asRaw({ id, ...kept }), change);
  return map(value) ? dumped(value, change) : "";
}

/**
 * Say it in the file that the branch has already: of two files that explain one change, the second one is not read.
 * @param {{ [name: string]: Value }} reason @param {string[]} entities @param {Kind} change
 * @param {string} text of that file @param {boolean} adds whether what stands there stays, and this is said after it
 * @returns {string}
 */
export function renoted(reason, entities, change, text, adds) {
  const told = given(reason), old = typed(read(text, false), change);
  if (!told || !map(old)) return text;
  if (!adds) return spelled(old.id ?? null, told, entities, change);
  const all = Object.entries({ ...told, applies_to: entities });
  const joined = Object.fromEntries(all.map(([name, each]) => [name, after(name, old[name] ?? null, each)]));
  const value = typed(asRaw({ ...old, ...joined }), change);
  return map(value) ? dumped(value, change) : text;
}

/** Say one thing after the other. @param {string} name @param {Value} old @param {Value} fresh @returns {Value} */
function after(name, old, fresh) {
  if (old === null) return fresh;
  if (name === "class") return HEAVIEST.find((each) => each === old || each === fresh) ?? fresh;
  if (Array.isArray(old) && Array.isArray(fresh)) return [...old, ...fresh.filter((each) => !old.some((other) => same(other, each)))];
  if (!SAID.includes(name)) return old;
  return String(old).includes(String(fresh)) ? old : `${old}\n\n${fresh}`;
}

/** What of a reason is said; null where nobody says why. @param {{ [name: string]: Value }} reason */
function given(reason) {
  const told = Object.fromEntries(OF_REASON.filter((name) => name in reason && !empty(reason[name] ?? null)).map((name) => [name, reason[name] ?? null]));
  return Object.keys(told).some((name) => !["id", "title", "by", "class"].includes(name)) ? told : null;
}

/** @param {Value} value */
const empty = (value) => value === "" || value === null || value === false || (Array.isArray(value) && !value.length) || (map(value) && !Object.keys(value).length);
