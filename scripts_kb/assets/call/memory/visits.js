/**
 * «С прошлого визита»: what this browser has seen and what its reader took note of, on the pages
 * and on the call screen alike.
 *
 *     kept, one entry a site    {since: "2026-11-21", seen: {entity: version}, read: {…}}
 *     new                       a version that altered a meaning, above what was seen or read
 *
 * Which versions alter a meaning is decided where the pages are made: a comma resets nothing.
 * Nothing is sent anywhere. A browser that keeps nothing shows the last two weeks as new.
 */

import { like } from "./store.js";

/** What is older than this many days before the first visit is not called new. */
const BEFORE_FIRST_VISIT = 14;

/**
 * @typedef {object} Kept
 * @property {string} since - the day of the first visit
 * @property {Record<string, number>} seen - entity → the version whose page was open
 * @property {Record<string, number>} read - entity → the version that «Прочитал, скажу так» took
 */

/**
 * Open what this browser keeps of one site: several may live on one host, under different paths.
 * @param {string} path - the site's root
 * @param {string} today - as `2026-11-21`
 */
export function open(path, today) {
  const name = `kb-seen ${path}`;
  /** @type {Kept} */
  let kept = { since: today, seen: {}, read: {} };
  const recall = () => {
    try {
      const found = like(kept, JSON.parse(localStorage.getItem(name) ?? "null"));
      if (moment(found.since)) kept = found;
    } catch {
      // Nothing kept, or not ours: a first visit.
    }
  };
  const keep = () => {
    try {
      localStorage.setItem(name, JSON.stringify(kept));
    } catch {
      // Private mode or a full disk: remembered until the page is left.
    }
  };
  recall();
  keep();
  // The call screen stands open all day beside other pages of the site.
  window.addEventListener("storage", ({ key }) => {
    if (key === name) recall();
  });
  return {
    /** @param {string} entity */
    readVersion: (entity) => Number(kept.read[entity] ?? 0),
    /** @param {string} entity @param {number} meant @param {string} landed */
    isNew(entity, meant, landed) {
      const known = Math.max(Number(kept.seen[entity] ?? 0), Number(kept.read[entity] ?? 0));
      return meant > known && (known > 0 || landed >= daysBefore(kept.since, BEFORE_FIRST_VISIT));
    },
    /** @param {string} entity @param {number} meant */
    see(entity, meant) {
      recall();
      kept.seen[entity] = Math.max(meant, Number(kept.seen[entity] ?? 0));
      keep();
    },
    /** @param {string} entity @param {number} meant */
    take(entity, meant) {
      recall();
      kept.read[entity] = Math.max(meant, Number(kept.read[entity] ?? 0));
      keep();
    },
  };
}

/** @param {string} day @returns {number} NaN where it is none */
const moment = (day) => Date.parse(`${day}T00:00:00Z`);

/**
 * @param {string} day
 * @param {number} count
 * @returns {string}
 */
function daysBefore(day, count) {
  const date = new Date(moment(day));
  date.setUTCDate(date.getUTCDate() - count);
  return date.toISOString().slice(0, 10);
}
