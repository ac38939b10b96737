/**
 * What the screen remembers, in this browser alone. Private mode or a full disk forget, and what
 * was kept may be of any kind: nothing here may stop a call.
 *
 *     tab      the call: its run, the query, the open card, whom one talks to   survives a reload
 *     browser  pins, recent cards, counts, what was written down                survives the day
 */

/** @import { Box, Store } from "../types.d.ts" */

/**
 * Take what was found as far as it is of the kind that is expected: another version wrote it, or
 * another program.
 * @template T
 * @param {T} expected null: anything will do; a record: its fields are, whatever else was found
 * @param {unknown} found as JSON says it
 * @returns {T}
 */
export function like(expected, found) {
  if (expected === null) return /** @type {T} */ (found);
  if (found?.constructor !== Object(expected).constructor) return expected;
  if (!record(expected) || !record(found)) return /** @type {T} */ (found);
  const all = { ...found };
  for (const name of Object.keys(expected)) all[name] = like(expected[name], found[name]);
  return /** @type {T} */ (all);
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const record = (value) => value?.constructor === Object;

/**
 * @template Kept
 * @param {() => Storage} storage
 * @param {string} prefix
 * @returns {Box<Kept>}
 */
function box(storage, prefix) {
  /** What the browser refuses to keep is known until the page is left. @type {Map<string, string>} */
  const refused = new Map();
  return {
    /** @template T @param {string} name @param {T} otherwise */
    get(name, otherwise) {
      try {
        return like(otherwise, JSON.parse(refused.get(name) ?? storage().getItem(prefix + name) ?? "null"));
      } catch {
        return otherwise;
      }
    },
    set(name, value) {
      const text = JSON.stringify(value ?? null);
      try {
        storage().setItem(prefix + name, text);
        refused.delete(name);
        return true;
      } catch {
        refused.set(name, text);
        return false;
      }
    },
    alone: (name) => refused.has(name),
  };
}

/**
 * Open the memory of one site: several may live on one host, under different paths.
 * @param {string} path the site's root
 * @returns {Store}
 */
export function open(path) {
  return {
    tab: box(() => sessionStorage, `kb ${path} `),
    browser: box(() => localStorage, `kb ${path} `),
  };
}

export const PINS = 9;
export const RECENT = 5;

/**
 * Put an item first, each once, no more than `limit`.
 * @template T
 * @param {readonly T[]} list
 * @param {T} item
 * @param {number} limit
 * @returns {T[]}
 */
export function first(list, item, limit) {
  return [item, ...list.filter((each) => each !== item)].slice(0, limit);
}
