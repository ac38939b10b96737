/**
 * Places inside a card, written as scripts_kb/schema/paths.py writes them:
 * `answers[compare].steps[ack].say`, `client_words["Дорого"]`.
 */

const NAME = /^[\p{L}\p{N}_-]+$/u;

/** @param {string} name */
const shown = (name) => (NAME.test(name) ? name : JSON.stringify(name));

/** @param {string} path @param {string} name of a field */
export const field = (path, name) => (path ? `${path}.${shown(name)}` : shown(name));

/** @param {string} path @param {string} key of an item of a list of maps */
export const item = (path, key) => `${path}[${shown(key)}]`;

/** @param {string} path @param {unknown} value of an item of a plain list: it is its own key */
export const text = (path, value) => `${path}[${JSON.stringify(value)}]`;
