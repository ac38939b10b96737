/**
 * What a file says, typed as the contract of its kind says, in the form that compares: as
 * scripts_kb/schema/values.py does it. YAML alone cannot tell whether `012` is a text.
 */

import { map } from "../values.js";

/** @import { Raw, Shape, Value } from "../types.d.ts" */

/** @typedef {{ form: "field" | "item", name: string }} Step of a path */
/** @typedef {(string | number)[]} Loc names of fields and indexes of items */

const STEP = /(\.)?(?:([^\s.[\]"]+)|("(?:[^"\\]|\\.)*"))|\[(?:([^\]"]+)|("(?:[^"\\]|\\.)*"))\]/y;
const LONGEST = 30;

/** @param {string} path @returns {Step[]} */
export function split(path) {
  /** @type {Step[]} */
  const steps = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < path.length) {
    const found = STEP.exec(path);
    if (!found) throw new Error(path);
    const [, , name, quoted, item, text] = found;
    if (item || text) steps.push({ form: "item", name: item ?? String(JSON.parse(text ?? "")) });
    else steps.push({ form: "field", name: name ?? String(JSON.parse(quoted ?? "")) });
  }
  return steps;
}

/** @param {Shape | undefined} shape @param {string | number} step @returns {Shape | undefined} */
export function below(shape, step) {
  if (!shape || typeof step === "number") return shape?.item;
  const holder = shape.form === "list" && shape.item ? shape.item : shape;
  return holder.form === "free" ? holder.item : holder.fields?.find((each) => each.name === step);
}

/** @param {Shape | undefined} shape @param {readonly (string | number)[]} loc */
export const shapeAt = (shape, loc) => loc.reduce((found, step) => below(found, step), shape);

/** @param {Raw} found @param {Shape | undefined} shape @returns {Value} */
export function typed(found, shape) {
  if (found === null || !shape) return found;
  if (typeof found === "string") return scalar(found, shape);
  if (Array.isArray(found)) return shape.form === "list" ? found.map((each) => typed(each, shape.item)) : found;
  if (shape.form !== "map" && shape.form !== "free") return found;
  return Object.fromEntries(Object.entries(found).map(([name, each]) => [name, typed(each, below(shape, name))]));
}

/** @param {string} text @param {Shape} shape @returns {Value} */
function scalar(text, shape) {
  if (shape.form === "bool") return /^(?:true|True|TRUE)$/.test(text) || (/^(?:false|False|FALSE)$/.test(text) ? false : text);
  if (shape.form !== "int" && shape.form !== "number") return text;
  if (text.length > LONGEST) return text;
  const whole = /^[-+]?[0-9]+$/.test(text);
  const broken = shape.form === "number" && /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text);
  return (whole || broken) && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** A value that JSON holds as a parser of YAML would give it. @param {Value} value @returns {Raw} */
export function asRaw(value) {
  if (Array.isArray(value)) return value.map(asRaw);
  if (map(value)) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, asRaw(each)]));
  return value === null || typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * Bring a value to the form in which equal values are equal; null where it is absent.
 * @param {Value | undefined} value @returns {Value}
 */
export function compact(value) {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") {
    return value.split("\n").map((each) => each.replace(/[ \t\r]+$/, "")).join("\n").replace(/^\n+|\n+$/g, "") || null;
  }
  if (Array.isArray(value)) {
    const full = value.map(compact).filter((each) => each !== null);
    return full.length ? full : null;
  }
  if (!map(value)) return value;
  const full = Object.entries(value).map(([name, each]) => /** @type {[string, Value]} */ ([name, compact(each)])).filter(([, each]) => each !== null);
  return full.length ? Object.fromEntries(full) : null;
}

/**
 * Follow a path into a value, as far as something is written there.
 * @param {Value} value @param {readonly Step[]} steps @param {Shape | undefined} shape
 * @returns {{ loc: Loc, whole: boolean, value: Value }}
 */
export function find(value, steps, shape) {
  /** @type {Loc} */
  const loc = [];
  let now = value, here = shape;
  for (const step of steps) {
    const place = spot(now, step, here?.key ?? "id");
    if (place === null) return { loc, whole: false, value: null };
    loc.push(place);
    now = child(now, place);
    here = below(here, step.form === "item" ? 0 : step.name);
  }
  return { loc, whole: true, value: compact(now) };
}

/** @param {Value} value @param {string | number} place @returns {Value} */
export const child = (value, place) => (Array.isArray(value) ? value[Number(place)] : map(value) ? value[String(place)] : null) ?? null;

/** @param {Value} value @param {Step} step @param {string} key @returns {string | number | null} */
function spot(value, step, key) {
  if (map(value)) return step.form === "field" && Object.hasOwn(value, step.name) ? step.name : null;
  if (!Array.isArray(value) || step.form !== "item") return null;
  const found = value.findIndex((each) => (map(each) ? each[key] : String(each)) === step.name);
  return found < 0 ? null : found;
}
