/**
 * Trials: which of several wordings this call says. Loaded only where the base has any.
 *
 *     a call's own name ──drawn──▶ a wording of each trial ──▶ cards with it in the place of the phrase
 *                                          └──heard──▶ `script@7+wording`, in the summary of the call
 *
 * The name is made at random when a call begins and kept with it: a reload says the same words, and
 * nobody can choose. `effects/trials/drawing.py` draws the same.
 */

/**
 * @import { Desk } from "../desk.js"
 * @import { Card } from "../types.d.ts"
 * @import { TrialHeld } from "./drawn.d.ts"
 */

/** How long a call goes on at least before another may begin, ms. */
const APART = 30_000;

/** @param {string} trial @param {string} call @returns {number} at least 0, below 1 */
export function part(trial, call) {
  let word = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${trial}\n${call}`)) word = Math.imul(word ^ byte, 0x01000193);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return ((word ^ (word >>> 16)) >>> 0) / 2 ** 32;
}

/** @param {string} trial @param {string} call @param {number[]} shares @returns {number} the place of the wording */
export function variant(trial, call, shares) {
  let left = part(trial, call) * shares.reduce((sum, each) => sum + each, 0);
  const at = shares.findIndex((share) => (left -= share) < 0);
  return at < 0 ? shares.length - 1 : at;
}

/** Say in every call what it drew. @param {Desk} desk */
export function hold(desk) {
  const { answers, store } = desk;
  const { mark, all } = answers.header.trials ?? { mark: "", all: [] };
  const plain = answers.card.bind(answers);
  /** @type {Map<string, Card>} */
  let said = new Map();
  let name = "";

  /** The call's name: of a run its own, kept over a reload; before one there is the next call's. */
  function call() {
    const kept = store.tab.get("trial", { of: "", name: "" });
    const of = store.tab.get("run", null)?.started ?? "";
    // Begun anew at once it is the same call: else one would begin until it says what one likes.
    const over = kept.of && of !== kept.of && Date.now() - Date.parse(kept.of) > APART;
    const now = kept.name && !over ? kept.name : crypto.getRandomValues(new Uint32Array(2)).join("-");
    const since = of || (over ? "" : kept.of);
    if (now !== kept.name || since !== kept.of) store.tab.set("trial", { of: since, name: now });
    if (now !== name) said = new Map();
    return (name = now);
  }

  /** @param {string} entity @returns {TrialHeld[]} those that run today, for whom one talks to */
  const running = (entity) =>
    all.filter((each) => each.entity === entity && each.from <= desk.today && desk.today <= each.to && (!each.segments || !desk.segment || each.segments.includes(desk.segment)));

  /** @param {TrialHeld} trial */
  const drawn = (trial) => trial.variants[variant(trial.id, call(), trial.shares)];

  answers.card = (entity) => {
    const card = plain(entity);
    const trials = card ? running(entity) : [];
    if (!card || !trials.length) return card;
    call();
    const key = `${entity} ${trials.map(({ id }) => id)}`;
    const known = said.get(key);
    if (known) return known;
    const other = structuredClone(card);
    for (const trial of trials) put(other.value, trial.path, drawn(trial).say, mark);
    said.set(key, other);
    return other;
  };

  answers.variants = (run, script) => {
    const of = (/** @type {TrialHeld} */ { entity, node }) => run.trail.some((at) => at.script === entity && at.node === node);
    const heard = all.filter((each) => running(each.entity).includes(each) && (each.node ? of(each) : run.met.includes(each.entity)));
    // A phrase of a script is noted with that script; of a card, with the first one of the call.
    const own = heard.filter(({ entity, node }) => (node ? entity : run.trail[0]?.script) === script);
    return own.map((each) => `+${drawn(each).id}`).join("");
  };
}

/**
 * Put words in the place of a phrase, and a quiet mark beside them.
 * @param {any} value of a card
 * @param {string[]} path names of fields, and ids of items in lists
 * @param {string} say
 * @param {string} mark
 */
function put(value, path, say, mark) {
  let at = value;
  for (const step of path.slice(0, -1)) {
    at = Array.isArray(at) ? at.find(({ id }) => id === step) : at?.[step];
  }
  const last = path.at(-1) ?? "";
  if (typeof at?.[last] !== "string") return;
  at[last] = say;
  at.hints = [...(at.hints ?? []), { id: "trial", say: mark }];
}
