/** Values as they compare: what says nothing is nothing, wherever it stands. */

/** @import { Value } from "./types.d.ts" */

/** @param {unknown} value @returns {value is { [name: string]: Value }} */
export const map = (value) => value?.constructor === Object;

/**
 * @param {Value | undefined} value
 * @returns {Value} null for what is empty
 */
export function canonical(value) {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return value.trim() ? value : null;
  if (Array.isArray(value)) {
    const full = value.map(canonical).filter((each) => each !== null);
    return full.length ? full : null;
  }
  if (!map(value)) return value;
  const full = Object.entries(value)
    .map(([name, each]) => /** @type {[string, Value]} */ ([name, canonical(each)]))
    .filter(([, each]) => each !== null);
  return full.length ? Object.fromEntries(full) : null;
}

/**
 * Tell whether two canonical values are the same, whatever the order of their fields.
 * @param {Value} one @param {Value} other @returns {boolean}
 */
export function same(one, other) {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((each, at) => same(each, other[at] ?? null));
  }
  if (map(one) && map(other)) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].every((name) => same(one[name] ?? null, other[name] ?? null));
  }
  return one === other;
}

/**
 * Say in a few words what a value is about: its first text that is no code.
 * @param {Value | undefined} value @returns {string}
 */
export function brief(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(brief).find(Boolean) ?? "";
  if (!map(value)) return String(value);
  for (const name of ["title", "say", "intent", "when", "text", "name"]) {
    const found = value[name];
    if (typeof found === "string" && found.trim()) return found;
  }
  return Object.entries(value).filter(([name]) => name !== "id").map(([, each]) => brief(each)).find(Boolean) ?? "";
}
