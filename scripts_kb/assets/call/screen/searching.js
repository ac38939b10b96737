/**
 * From a letter to what is shown of the found: at once what is for the customer's segment, folded what
 * is meant for others.
 *
 *     letters ──▶ engine, best first ──▶ for the segment, or clearly better ──▶ shown, in its order
 *                                    └─▶ the rest, folded: «ещё 3»
 */

import { heard } from "../card.js";
import { announce } from "../desk.js";
import { place } from "../dom.js";
import { NONE, SURE } from "../engine/confidence.js";
import { here } from "../player/run.js";
import { withinAFrame } from "./arriving.js";
import { isReply, present, reply as replyOf, title } from "./replies.js";
import { stems, variant } from "./variant.js";

/**
 * @import { Screen } from "../screen.js"
 * @import { Hit, Open } from "../types.d.ts"
 */

const ASKED = 24;
/** A search that says nothing for this long is not running any more, ms. */
const SILENCE = 4000;
/** Words count as not found when nothing is typed for this long, ms. */
const IDLE = 2500;
/** Who types on has not said all yet: what is found is doubted when nothing is typed for this long, ms. */
const PAUSE = 800;
/** So few letters are no question yet. */
const FEW = 4;
/** What is nearest to words without an answer. */
export const NEAREST = 2;
/** Options that are shown at once: as many as there are digits. */
export const SHOWN = 9;

/** The part of the best score from which a result for the segment is shown at once. */
const ENOUGH = 0.4;
/**
 * A result for another segment is shown, too, where it matches so many times better than what is left
 * for this one, and as well as the best. Measured on customers' words asked in every segment, of the
 * sample and of 10,000 cards with a part of the segments each: where there is an answer for the
 * segment, 0.5 % and 0.4 % of the queries show another's card beside it, none before it; where there
 * is none, 81 % and 80 % show the right one. With 1.3 the second figure is 4 %.
 */
const CLEAR = 1.25;

/** So nearly as near as the best is what one chooses from where none is sure: further down hardly any is meant. */
const CLOSE = 0.6;

/** How a card stands when it is first looked at. @type {Open} */
export const SHUT = { choice: 0, more: false, why: false };

export class Results {
  /** Those that are not folded first. @type {Hit[]} */
  hits = [];
  /** How many of the hits are not folded. */
  mine = 0;
  unfolded = false;
  active = 0;
  /** The query that `hits` answer. */
  answered = "";
  /** The same, as it was read. */
  said = "";
  /** Whether the first hit is hardly an answer. */
  unsure = false;
  /** Whether it may be one, or may not: then nothing is said until one of the hits is chosen by hand. */
  guess = false;
  /** Whether it is shown as none: until one of the hits is chosen by hand. */
  doubted = false;

  /** Nothing is typed, so nothing of it is found. */
  clear() {
    this.hits = [];
    this.answered = "";
    this.unsure = this.guess = this.doubted = false;
  }

  /**
   * @param {string} query
   * @param {Hit[]} found best first
   * @param {(entity: string) => boolean} suits whether a card is for the customer's segment
   * @param {string} again the card that was chosen before a reload
   * @param {number} confidence of the best
   */
  take(query, found, suits, again, confidence) {
    [this.hits, this.mine] = folded(found, suits, SHOWN);
    this.answered = query;
    this.active = Math.max(0, this.hits.findIndex(({ entity }) => entity === again));
    this.unfolded = this.active >= this.mine;
    // Where another comes first, for the segment, it answers as much less surely as it matches less.
    const share = this.hits.length ? this.hits[0].score / found[0].score : 1;
    const asked = this.hits.length > 0 && !again && query.length >= FEW;
    this.unsure = asked && confidence * share < NONE;
    this.guess = asked && confidence * share < SURE;
    this.doubted = false;
    if (this.guess) this.keep(({ score }) => score >= this.hits[0].score * CLOSE);
  }

  /** @param {(hit: Hit) => boolean} which of the found one chooses from */
  keep(which) {
    const hits = this.hits.filter(which);
    this.mine = this.hits.slice(0, this.mine).filter(which).length;
    this.hits = hits;
  }

  get options() {
    return this.unfolded ? this.hits : this.hits.slice(0, this.mine);
  }

  /** What is folded as meant for others. */
  get rest() {
    return this.hits.slice(this.options.length);
  }

  /** @type {Hit | undefined} */
  get chosen() {
    return this.guess || this.doubted ? undefined : this.hits[this.active];
  }

  /**
   * @param {number} step
   * @returns {number} the option so many further, in a ring; what is folded unfolds at its end
   */
  beside(step) {
    const next = this.active + step;
    if (next >= this.options.length && this.options.length < this.hits.length) this.unfolded = true;
    const count = this.options.length;
    return (next + count) % count;
  }
}

/**
 * Search what is typed, and show what is found.
 * @param {Screen} screen
 * @param {string} again the card that was chosen before a reload
 * @param {string} lead to be heard before what is found
 */
export async function search(screen, again, lead) {
  const { desk, found, query, tally } = screen;
  screen.wish = null;
  clearTimeout(screen.timers.idle);
  clearTimeout(screen.timers.doubt);
  screen.opened = null;
  if (!query.startsWith(tally.noted)) tally.noted = "";
  if (!query) {
    screen.empty();
    tally.counted = "";
    screen.show();
    // Back at the step: what it says is where the call goes on.
    const say = !place("player").hidden && screen.player.step?.say;
    if (say) announce(heard(desk, "say", [{ text: say }]));
    return;
  }
  const step = screen.player.step;
  const silence = screen.searching ? window.setTimeout(() => screen.silent(), SILENCE) : 0;
  const reply = await screen.engine.search(query, {
    segment: screen.segment || undefined,
    stage: step?.stage,
    step: present(screen),
    near: step ? [...screen.player.expected, ...(step.offers ?? []).map((id) => `offer/${id}`)] : [],
    recent: desk.store.browser.get("recent", []),
    limit: ASKED,
  });
  clearTimeout(silence);
  if (!reply || query !== screen.query) return;
  place("call-broken").hidden = true;
  // The script that one is in does not compete with what the customer says in it.
  const running = screen.player.run && here(screen.player.run)?.script;
  const live = reply.hits.filter(({ entity }) => (isReply(entity) ? replyOf(screen, entity) : entity !== running && desk.answers.has(entity)));
  const share = live.length ? live[0].score / reply.hits[0].score : 1;
  found.take(query, live, (entity) => desk.suits(entity, screen.segment ?? ""), again, reply.confidence * share);
  if (found.chosen) await withinAFrame(desk, found.chosen.entity);
  if (query !== screen.query) return;
  found.said = reply.readAs ?? query;
  if (!again) screen.how = asked(screen);
  const read = place("call-read-as");
  read.textContent = reply.readAs ? desk.t("read_as", { words: reply.readAs }) : "";
  screen.show();
  const { hits } = found;
  const told = hits.length
    ? [read.textContent, desk.t("found", { n: hits.length }), desk.t("first", { title: title(screen, hits[0].entity) }), found.guess && desk.t("guess")]
    : [desk.t("nothing")];
  announce([lead, ...told].filter(Boolean).join(". "));
  if (!hits.length) screen.timers.idle = window.setTimeout(() => tally.miss(screen.query, screen.segment), IDLE);
  if (found.unsure) screen.timers.doubt = window.setTimeout(() => doubt(screen), PAUSE);
  screen.grant();
}

/** How the chosen card is opened: with the answer that was asked for. @param {Screen} screen @returns {Open} */
export function asked({ desk, found }) {
  const card = found.chosen && desk.answers.card(found.chosen.entity);
  return card ? { ...SHUT, choice: variant(card, found.said) } : SHUT;
}

/**
 * Show the found as no answer: who types has said all, and no card explains enough of it.
 * @param {Screen} screen
 */
export function doubt(screen) {
  const { desk, found } = screen;
  clearTimeout(screen.timers.doubt);
  if (!found.unsure || found.answered !== screen.query) return false;
  [found.unsure, found.guess, found.doubted] = [false, false, true];
  // What only its answers share a word with is of something else: «Дорого» for «чашки даёте».
  const said = stems(found.said);
  found.keep(({ entity }) => [...stems(title(screen, entity))].some((word) => said.has(word)));
  screen.show();
  const near = found.hits.slice(0, NEAREST).map(({ entity }) => title(screen, entity));
  announce([desk.t("unsure"), near.length && `${desk.t("nearest")}: ${near.join("; ")}`].filter(Boolean).join(". "));
  return true;
}

/**
 * @param {readonly Hit[]} found best first
 * @param {(entity: string) => boolean} suits whether a card is for the segment
 * @param {number} most how many may be shown at once
 * @returns {[Hit[], number]} all of them, and how many of the first are not folded
 */
export function folded(found, suits, most) {
  const hits = found.map((hit) => {
    // Of a family the variant for this segment stands for all of them.
    const own = suits(hit.entity) ? undefined : hit.folded.find(suits);
    if (!own) return hit;
    return { ...hit, entity: own, folded: [hit.entity, ...hit.folded.filter((each) => each !== own)] };
  });
  const best = hits[0]?.score ?? 0;
  const mine = hits.filter(({ entity, score }) => score >= best * ENOUGH && suits(entity));
  // Nothing for the segment: nothing to fold behind.
  if (!mine.length) return [hits, Math.min(hits.length, most)];
  const clear = (/** @type {Hit} */ { score }) => {
    const next = mine.find((each) => each.score <= score);
    return score * CLEAR >= best && next !== undefined && score >= next.score * CLEAR;
  };
  const shown = hits.filter((hit) => mine.includes(hit) || clear(hit));
  return [[...shown, ...hits.filter((hit) => !shown.includes(hit))], Math.min(shown.length, most)];
}
