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
  const told = Object.fromEntries(OF_REASON.filter((name) => name in reason && !empty(reason[name] ?? null)).map((name) => [name, reason[name] ?? null]));
  if (!Object.keys(told).some((name) => !["id", "title", "by", "class"].includes(name))) return null;
  const { id, title } = called(told, today);
  /** @type {{ [name: string]: Value }} */
  const fields = { ...told, applies_to: entities };
  fields.title ??= title;
  const name = number > 1 ? `${id.slice(0, LONGEST - 4)}-${number}` : id;
  const { id: _, ...others } = fields;
  const kept = Object.fromEntries(Object.entries(others).filter(([, each]) => !empty(each)));
  const value = typed(asRaw({ id: name, ...kept }), change);
  return map(value) ? { path: `changes/${name}.yml`, text: dumped(value, change) } : null;
}

/** @param {Value} value */
const empty = (value) => value === "" || value === null || value === false || (Array.isArray(value) && !value.length) || (map(value) && !Object.keys(value).length);
