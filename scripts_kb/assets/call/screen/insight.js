/**
 * What this browser noticed: words that found nothing or not what was meant, cards that were opened.
 * Kept here alone: `entries.js` shows it, and nothing goes anywhere before a person sends it.
 */

import { MOST } from "../memory/entries.js";
import { first, PINS, RECENT } from "../memory/store.js";

/**
 * @import { Desk } from "../desk.js"
 * @import { Notes, Store } from "../types.d.ts"
 */

/** @param {string} day @returns {Notes} */
export function empty(day) {
  return { missed: {}, opened: {}, since: day };
}

/**
 * What this browser has noticed so far. Its memory may hold anything: what is no count is left out.
 * @param {Store} store
 * @param {string} day
 * @returns {Notes}
 */
export function noticed(store, day) {
  const notes = store.browser.get("notes", empty(day));
  /** @template T @param {Record<string, T>} all @param {(each: T) => boolean} counts @returns {Record<string, T>} */
  const only = (all, counts) => Object.fromEntries(Object.entries(all).filter(([, each]) => counts(each)));
  return { ...notes, missed: only(notes.missed, (each) => each?.count > 0), opened: only(notes.opened, (each) => each > 0) };
}

/**
 * Count words that found nothing, or not what was meant.
 * @param {Notes} notes
 * @param {string} says
 * @param {string} segment
 * @param {string} [before] what was counted a moment ago of the same typing: it is taken back
 * @param {string} [instead] the card that was shown and not meant
 * @param {string} [day] on which they were said
 * @returns {Notes} without the words where there is no room for them
 */
export function missed(notes, says, segment, before = "", instead = "", day = "") {
  const all = { ...notes.missed };
  const same = plain(before);
  if (same && all[same]) {
    if (all[same].count > 1) all[same] = { ...all[same], count: all[same].count - 1 };
    else delete all[same];
  }
  const words = plain(says);
  const known = Object.hasOwn(all, words) ? all[words] : null;
  if (!words || (!known && !room(all))) return { ...notes, missed: all };
  // Those that were sent are counted there.
  const count = (known && !known.sent ? known.count : 0) + 1;
  const when = known?.day ?? day;
  // A computed key, so that a customer may even say `__proto__`.
  return { ...notes, missed: { ...all, [words]: { count, segment, ...(instead && { instead }), ...(when && { day: when }) } } };
}

/** Make room for one more: of those that were sent the oldest goes. @param {Notes["missed"]} all @returns {boolean} whether there is any */
function room(all) {
  if (Object.keys(all).length < MOST) return true;
  const oldest = Object.keys(all).find((words) => all[words].sent);
  return oldest !== undefined && delete all[oldest];
}

/** @param {string} says */
function plain(says) {
  // No YAML holds a control character or half of a cut one.
  return says.replace(/\s+/g, " ").slice(0, 120).replace(/\p{C}/gu, "").trim();
}

/** @param {Notes} notes @param {string} entity @returns {Notes} */
export function opened(notes, entity) {
  return { ...notes, opened: { ...notes.opened, [entity]: (notes.opened[entity] ?? 0) + 1 } };
}

/** What one screen counts in its calls; and the pins. */
export class Tally {
  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    /** The card that was counted last. */
    this.counted = "";
    /** The words that were noted last, as long as they are typed on. */
    this.noted = "";
  }

  /** @param {string} entity that was used in this call */
  use(entity) {
    const { desk } = this;
    const { browser } = desk.store;
    this.counted = entity;
    const see = () => desk.visits.see(entity, desk.answers.card(entity)?.meant ?? 0);
    // What could not be had was not seen either.
    desk.answers.need([entity]).then(see, () => {});
    browser.set("recent", first(browser.get("recent", []), entity, RECENT));
    browser.set("notes", opened(noticed(desk.store, desk.today), entity));
  }

  /**
   * Keep the words that found nothing, or only what was not meant.
   * @param {string} query
   * @param {string | null} segment
   * @param {string} [instead] the card that was shown
   * @returns {string} what to tell of it: the name of a text
   */
  miss(query, segment, instead = "") {
    const { desk } = this;
    if (!query || this.noted === query) return "noted";
    const notes = missed(noticed(desk.store, desk.today), query, segment ?? "", this.noted, instead, desk.today);
    if (!Object.hasOwn(notes.missed, plain(query))) return "notes_full";
    const kept = desk.store.browser.set("notes", notes);
    this.noted = query;
    return kept ? "noted" : "not_kept";
  }

  /** @param {string} entity */
  pinned(entity) {
    return this.desk.store.browser.get("pins", []).includes(entity);
  }

  /** Pin a card, or take it off. @param {string} entity @returns {string} what to tell of it: the name of a text */
  pin(entity) {
    const { answers, store } = this.desk;
    // A card that is there no more cannot be unpinned, so it takes no place.
    const pins = store.browser.get("pins", []).filter((each) => answers.has(each));
    const has = pins.includes(entity);
    if (!has && pins.length >= PINS) return "pins_full";
    const kept = store.browser.set("pins", has ? pins.filter((each) => each !== entity) : [...pins, entity]);
    return !kept ? "not_kept" : has ? "unpinned" : "pinned";
  }
}
