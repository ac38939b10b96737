/**
 * «Мои записи»: what a seller heard and wrote down, in calls and on cards, until whoever keeps the base
 * has it; then for as long as one may want to know what became of it.
 *
 *     words of a call      notes    ─┐
 *     an answer to a card  entries  ─┴─▶ waiting ──sent──▶ sent ──became.js──▶ what became of it
 *
 * It is kept in this browser alone, and may hold whatever anybody wrote there: what is no entry is
 * left out, a text is a text and no longer than one.
 */

/** @import { Entry, Store } from "../types.d.ts" */

/** So many are kept of each of both kinds; of those that were sent the oldest go first. */
export const MOST = 200;
const LONGEST = 4_000;
const KINDS = ["otherwise", "failed", "idea"];
/** Words of a call are known by themselves. */
const WORDS = "words ";

/** The texts of an entry, in the order in which they are written. @type {readonly ("text" | "first_words" | "purposes" | "matters")[]} */
export const TEXTS = ["text", "first_words", "purposes", "matters"];

/** @param {unknown} value @param {number} [longest] */
const text = (value, longest = LONGEST) => (typeof value === "string" ? value.replace(/[^\P{C}\n\t]/gu, "").slice(0, longest) : "");

/** @param {unknown} value */
const day = (value) => (/^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : "");

/** @param {unknown} value @returns {number} a count, as far as it is one */
const count = (value) => (Number.isInteger(value) && Number(value) > 0 ? Math.min(Number(value), 100_000) : 0);

/**
 * Take an entry as far as it is one.
 * @param {any} found
 * @returns {Entry | null}
 */
function entry(found) {
  if (found?.constructor !== Object || !text(found.id, 60)) return null;
  const taken = {
    id: text(found.id, 60),
    kind: KINDS.includes(found.kind) ? found.kind : "otherwise",
    text: text(found.text),
    first_words: text(found.first_words),
    purposes: text(found.purposes),
    matters: text(found.matters),
    entity: /^[a-z]+\/[a-z0-9-]{1,64}$/.test(found.entity) ? String(found.entity) : "",
    version: count(found.version) || null,
    segment: text(found.segment, 64),
    day: day(found.day),
    times: count(found.times) || 1,
    sent: day(found.sent),
  };
  return TEXTS.some((name) => taken[name].trim()) ? taken : null;
}

/** @param {Store} store @returns {Entry[]} the answers to cards */
const answers = (store) => store.browser.get("entries", []).flatMap((each) => entry(each) ?? []);

/** @param {Store} store @returns {Entry[]} the words noted in calls */
function words(store) {
  const { missed = {} } = store.browser.get("notes", null) ?? {};
  if (missed?.constructor !== Object) return [];
  return Object.entries(missed).flatMap(([says, each]) => {
    if (!count(each?.count)) return [];
    return entry({ ...each, id: "-", text: says, entity: each.instead, times: each.count }) ?? [];
  }).map((each) => ({ ...each, id: WORDS + each.text }));
}

/** @param {Store} store @returns {Entry[]} all that are kept, the latest first */
export function all(store) {
  return [...answers(store).reverse(), ...words(store).reverse()].sort((a, b) => b.day.localeCompare(a.day));
}

/** @param {Store} store @returns {Entry[]} those that nobody has yet */
export const waiting = (store) => all(store).filter(({ sent }) => !sent);

/** Whether entries that nobody has yet would be gone with this page. @param {Store} store */
export const unsafe = ({ browser }) => browser.alone("entries") || browser.alone("notes");

/**
 * Keep an answer to a card, in place of what was kept of it before.
 * @param {Store} store
 * @param {Entry} given
 * @returns {boolean} whether it is kept
 */
export function keep(store, given) {
  const others = answers(store).filter(({ id }) => id !== given.id);
  const full = others.length >= MOST;
  const oldest = full ? others.findIndex(({ sent }) => sent) : -1;
  if (full && oldest < 0) return false;
  return store.browser.set("entries", [...others.filter((_, place) => place !== oldest), given]);
}

/**
 * Change entries where each is kept.
 * @param {Store} store
 * @param {readonly Entry[]} chosen
 * @param {((each: any) => any) | null} act null takes them out
 */
function change({ browser }, chosen, act) {
  const ids = new Set(chosen.map(({ id }) => id));
  const notes = browser.get("notes", null);
  const kept = browser.get("entries", []);
  if (notes?.missed?.constructor === Object) {
    const missed = Object.entries(notes.missed).flatMap(([says, each]) => {
      if (!ids.has(WORDS + text(says))) return [[says, each]];
      return act ? [[says, act(each)]] : [];
    });
    browser.set("notes", { ...notes, missed: Object.fromEntries(missed) });
  }
  browser.set("entries", kept.flatMap((each) => (ids.has(each?.id) ? (act ? [act(each)] : []) : [each])));
}

/** Note that entries have gone to whoever keeps the base. @param {Store} store @param {readonly Entry[]} chosen @param {string} today */
export const send = (store, chosen, today) => change(store, chosen, (each) => ({ ...each, sent: today }));

/** They have not, after all. @param {Store} store @param {readonly Entry[]} chosen */
export const unsend = (store, chosen) => change(store, chosen, ({ sent: _, ...each }) => each);

/** Take entries out for good. @param {Store} store @param {readonly Entry[]} chosen */
export const drop = (store, chosen) => change(store, chosen, null);
