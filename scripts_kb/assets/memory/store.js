/**
 * What the screen remembers, in this browser alone. Private mode or a full disk forget: nothing
 * here may stop a call.
 *
 *     tab      the query, the open card, the run of a script   survives a reload
 *     browser  segment, pins, recent cards, counts             survives the day
 */

/** @param {Storage} storage @param {string} prefix */
function box(storage, prefix) {
  return {
    /** @template T @param {string} name @param {T} otherwise @returns {T} */
    get(name, otherwise) {
      try {
        return JSON.parse(storage.getItem(prefix + name) ?? "null") ?? otherwise;
      } catch {
        return otherwise;
      }
    },
    /** @param {string} name @param {unknown} value */
    set(name, value) {
      try {
        if (value === null || value === undefined) storage.removeItem(prefix + name);
        else storage.setItem(prefix + name, JSON.stringify(value));
      } catch {
        // Not remembered; the call goes on.
      }
    },
  };
}

/** @returns {Storage} */
function nowhere() {
  const kept = new Map();
  return /** @type {Storage} */ (
    /** @type {unknown} */ ({
      getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
      setItem: (/** @type {string} */ name, /** @type {string} */ value) => kept.set(name, value),
      removeItem: (/** @type {string} */ name) => kept.delete(name),
    })
  );
}

/** @param {() => Storage} give */
function allowed(give) {
  try {
    return give();
  } catch {
    return nowhere();
  }
}

/**
 * Open the memory of one site: several may live on one host, under different paths.
 * @param {string} path the site's root
 */
export function open(path) {
  return {
    tab: box(allowed(() => sessionStorage), `kb ${path} `),
    browser: box(allowed(() => localStorage), `kb ${path} `),
  };
}

/** @typedef {ReturnType<typeof open>} Store */

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
