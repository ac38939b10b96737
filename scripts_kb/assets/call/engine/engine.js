/**
 * The search of the call screen: an index file in, ranked cards out. Runs in a worker, a page or Node.
 *
 * A card's score joins two views of the query: how much of it the card speaks of at all, each word in the
 * strongest field that has it, and how near its nearest single phrase is, both ways. Variants of a
 * family share one place in the result.
 * @module
 */

import { confidence, explained } from "./confidence.js";
import { decode } from "./decode.js";
import { Lookup } from "./lookup.js";
import { read } from "./query.js";

/**
 * @import { Context, Hit, Result } from "../types.d.ts"
 * @import { Index } from "./decode.js"
 * @import { Token } from "./query.js"
 */

/** By field: title, customers' words, curated synonyms, answers, the rest. */
const FIELD = [0.95, 1, 0.85, 0.45, 0.3];
/** How much a phrase is worth for being near, by field. */
const NEAR = [1, 1, 0.9, 0.35, 0.2];
const BAG_SHARE = 0.45;
const COVER_BASE = 0.45;
const SECOND = 0.08;
const ORDER = 0.2;
const LEAST = 0.12;
const KEPT = 0.3;
const LIMIT = 12;
const FOLDED = 8;
/** A product is named by its words, not by their synonyms; by enough of them. */
const NAMED = 0.76;
const NAMED_SHARE = 0.45;
const NEAR_NAMED = 0.3;
const FACET = 0.9;
const NAMED_OTHER = 0.8;
const OTHER = 0.85;
const SAME = 1.02;
const STAGE = 1.05;
const STEP = 1.12;
const RECENT = 1e-6;
/** What is answered at the present step comes sooner, at another step of its script later. */
const HERE = 1.6;
const WITHIN = 0.75;
/** What is answered at a step, and what of it ends the call: that has to be said clearly. @type {Record<string, number>} */
const REPLIES = { reply: 1, parting: 0.9 };
/** What ends the call has to be said clearly: as sure as this where anything else is as near as that. */
const [PARTED, CONTESTED] = [0.5, 0.6];
/** @type {Record<string, number>} */
const KIND = { objection: 1.02, question: 1.015 };

export class Engine {
  /** @param {Index} index */
  constructor(index) {
    this.index = index;
    this.lookup = new Lookup(index);
    /** Of what was found last: its kind, and all that it says. @type {Map<string, {kind: string, units: number[]}>} */
    this.of = new Map();
    const { unitStarts, unitClasses, weights, fields } = index;
    const units = fields.length;
    // Postings of each class, one run after another: `units` in rising order.
    const counts = new Uint32Array(weights.length + 1);
    for (const cls of unitClasses) counts[cls + 1]++;
    for (let i = 1; i < counts.length; i++) counts[i] += counts[i - 1];
    this.postingStarts = counts.slice();
    this.postings = new Uint32Array(unitClasses.length);
    this.unitWorth = new Float32Array(units);
    for (let unit = 0; unit < units; unit++) {
      for (let i = unitStarts[unit]; i < unitStarts[unit + 1]; i++) {
        this.postings[counts[unitClasses[i]]++] = unit;
        this.unitWorth[unit] += weights[unitClasses[i]];
      }
    }
  }

  /**
   * @param {string} text What was typed.
   * @param {Context} [context]
   * @returns {Result}
   */
  search(text, context = {}) {
    const query = read(this.lookup, text);
    const scores = new Float64Array(this.index.members.length);
    const views = [];
    for (const tokens of query.views) {
      if (tokens.every(({ links }) => !links.size)) continue;
      const named = this.#facets(tokens);
      const units = this.#units(tokens, named);
      views.push({ tokens, found: units.found });
      this.#score(tokens, units, named, context, scores);
    }
    const hits = this.#hits(scores, context.limit ?? LIMIT);
    return { hits, readAs: hits.length ? query.readAs : null, confidence: this.#confidence(views, hits) };
  }

  /**
   * How much of each unit each token finds, and how near each unit is to the whole query. The words
   * that name a product say for what, hardly what: they count little for nearness.
   * @param {Token[]} tokens @param {Map<number, Float32Array>} named
   */
  #units(tokens, named) {
    const shares = tokens.map(({ worth }, t) => {
      for (const credit of named.values()) if (credit[t]) return worth * NEAR_NAMED;
      return worth;
    });
    const total = shares.reduce((sum, share) => sum + share, 0);
    const { weights, fields } = this.index;
    const size = fields.length;
    const found = tokens.map(() => new Float32Array(size));
    const gain = new Float32Array(size);
    const covered = new Float32Array(size);
    tokens.forEach(({ links }, t) => {
      const own = found[t];
      for (const [cls, weight] of links) {
        for (let i = this.postingStarts[cls]; i < this.postingStarts[cls + 1]; i++) {
          const unit = this.postings[i];
          if (weight <= own[unit]) continue;
          gain[unit] += (weight - own[unit]) * shares[t];
          covered[unit] += (weight - own[unit]) * weights[cls];
          own[unit] = weight;
        }
      }
    });
    const near = new Float32Array(size);
    for (let unit = 0; unit < size; unit++) {
      if (!gain[unit]) continue;
      const share = gain[unit] / total;
      const cover = Math.min(1, covered[unit] / this.unitWorth[unit]);
      let value = share * (COVER_BASE + (1 - COVER_BASE) * cover);
      if (share > 0.5 && tokens.length > 1) value *= 1 + ORDER * this.#ordered(unit, tokens);
      near[unit] = value * NEAR[fields[unit]];
    }
    return { found, near };
  }

  /** Which share of neighbouring tokens stand in the same order in the unit. @param {number} unit @param {Token[]} tokens */
  #ordered(unit, tokens) {
    const { unitStarts, unitClasses } = this.index;
    let at = -1;
    let steps = 0;
    for (const { links } of tokens) {
      let next = -1;
      for (let i = unitStarts[unit]; i < unitStarts[unit + 1]; i++) {
        if (i > at && (links.get(unitClasses[i]) ?? 0) >= 0.5) {
          next = i;
          break;
        }
      }
      if (next >= 0 && at >= 0 && next - at <= 2) steps++;
      if (next >= 0) at = next;
    }
    return steps / (tokens.length - 1);
  }

  /**
   * Products and segments that the query names, with what each token adds for their cards.
   * @param {Token[]} tokens
   */
  #facets(tokens) {
    const { weights } = this.index;
    /** @type {Map<number, Float32Array>} */
    const named = new Map();
    this.index.facets.forEach(({ names }, facet) => {
      for (const name of names) {
        const credit = new Float32Array(tokens.length);
        let covered = 0;
        let whole = 0;
        for (const cls of name) {
          let best = 0;
          tokens.forEach(({ links }, t) => {
            const weight = links.get(cls) ?? 0;
            if (weight < NAMED) return;
            credit[t] = Math.max(credit[t], weight);
            best = Math.max(best, weight);
          });
          whole += weights[cls];
          covered += best * weights[cls];
        }
        if (covered < NAMED_SHARE * whole) continue;
        const before = named.get(facet);
        named.set(facet, before ? before.map((value, t) => Math.max(value, credit[t])) : credit);
      }
    });
    return named;
  }

  /**
   * @param {Token[]} tokens
   * @param {{found: Float32Array[], near: Float32Array}} units
   * @param {Map<number, Float32Array>} named @param {Context} context
   * @param {Float64Array} scores By member; raised where this view of the query finds it better.
   */
  #score(tokens, { found, near }, named, context, scores) {
    const { facets, fields, groups, members, stages } = this.index;
    const count = tokens.length;
    const total = tokens.reduce((sum, token) => sum + token.worth, 0);
    const steps = new Set(context.near ?? []);
    const recent = new Map((context.recent ?? []).map((entity, i, all) => [entity, 1 - i / all.length]));
    const stage = context.stage === undefined ? -1 : stages.indexOf(context.stage);
    const segment = this.#facet(1, context.segment);
    const product = this.#facet(0, context.product);
    const [products, segments] = [0, 1].map((place) =>
      [...named.keys()].filter((facet) => facets[facet].place === place),
    );
    const shared = new Float32Array(count);
    const own = new Float32Array(count);
    let [first, second] = [0, 0];
    /** @param {number} unit @param {Float32Array} into */
    const add = (unit, into) => {
      const value = near[unit];
      if (value > first) {
        second = first;
        first = value;
      } else if (value > second) {
        second = value;
      }
      const field = FIELD[fields[unit]];
      for (let t = 0; t < count; t++) into[t] = Math.max(into[t], found[t][unit] * field);
    };
    for (const group of groups) {
      const place = replied(group.kind, members[group.from].entity, context.step);
      if (!place) continue;
      shared.fill(0);
      first = second = 0;
      for (const unit of group.units) if (near[unit]) add(unit, shared);
      const [common, next] = [first, second];
      const kind = place * (context.kindBoost?.[group.kind] ?? KIND[group.kind] ?? 1);
      for (let m = group.from; m < group.to; m++) {
        const member = members[m];
        own.set(shared);
        first = common;
        second = next;
        for (const unit of member.units) if (near[unit]) add(unit, own);
        let factor = kind;
        if (products.length) factor *= this.#credit(member.products, products, named, own);
        else if (product !== null) factor *= fits(member.products, product);
        if (segments.length) factor *= this.#credit(member.segments, segments, named, own);
        else if (segment !== null) factor *= fits(member.segments, segment);
        let bag = 0;
        for (let t = 0; t < count; t++) bag += own[t] * tokens[t].worth;
        if (!bag) continue;
        if (stage >= 0 && member.stages.includes(stage)) factor *= STAGE;
        if (steps.size && steps.has(member.entity)) factor *= STEP;
        let score = factor * ((BAG_SHARE * bag) / total + (1 - BAG_SHARE) * first + SECOND * second);
        if (recent.size) score += RECENT * (recent.get(member.entity) ?? 0);
        if (score > scores[m]) scores[m] = score;
      }
    }
  }

  /** @param {Float64Array} scores @param {number} limit @returns {Hit[]} */
  #hits(scores, limit) {
    const { groups, members } = this.index;
    this.of.clear();
    const ranked = [];
    for (const group of groups) {
      let score = 0;
      for (let m = group.from; m < group.to; m++) if (scores[m] > score) score = scores[m];
      if (score >= LEAST) ranked.push({ group, score });
    }
    // Sorting is stable: equals stay in the order of the cards.
    ranked.sort((a, b) => b.score - a.score);
    const floor = ranked.length ? ranked[0].score * KEPT : 0;
    return ranked
      .slice(0, limit)
      .filter(({ score }) => score >= floor)
      .map(({ group, score }) => {
        const all = Array.from({ length: group.to - group.from }, (_, i) => group.from + i);
        const [best, ...others] = all.sort((a, b) => scores[b] - scores[a]);
        const folded = others.slice(0, FOLDED).map((m) => members[m].entity);
        const { entity, units } = members[best];
        this.of.set(entity, { kind: group.kind, units: [...group.units, ...units] });
        return { entity, score, family: group.family, folded, more: others.length - folded.length };
      });
  }

  /**
   * How surely the first hit answers; of the views of the query the one that it explains best.
   * @param {{tokens: Token[], found: Float32Array[]}[]} views @param {Hit[]} hits
   */
  #confidence(views, hits) {
    const [first, next] = hits;
    if (!first) return 0;
    const [share, cover] = this.#explained(views, first.entity);
    // What a card says more of may be an objection.
    const card = isReply(first) && hits.find((hit) => !isReply(hit));
    const expected = isReply(first) && !(card && this.#explained(views, card.entity)[0] > share);
    const rest = next?.score ?? 0;
    const contested = this.of.get(first.entity)?.kind === "parting" && rest > first.score * CONTESTED;
    return confidence(share, cover, first.score, rest, expected) * (contested ? PARTED : 1);
  }

  /** What a card or a reply explains. @param {{tokens: Token[], found: Float32Array[]}[]} views @param {string} entity */
  #explained(views, entity) {
    const units = this.of.get(entity)?.units ?? [];
    const each = views.map(({ tokens, found }) => explained(this.index, tokens, found, units));
    return each.reduce((best, other) => (other[0] > best[0] ? other : best));
  }

  /** What one asked for; null: nothing; -1: what no card is for. @param {number} place @param {string | undefined} id */
  #facet(place, id) {
    return id === undefined ? null : this.index.facets.findIndex((facet) => facet.place === place && facet.id === id);
  }

  /**
   * Gives a card the tokens that name what it is for; returns a factor below 1 where it is for others.
   * @param {number[]} ids @param {number[]} wanted @param {Map<number, Float32Array>} named
   * @param {Float32Array} own
   */
  #credit(ids, wanted, named, own) {
    if (!ids.length) return 1;
    let hit = false;
    for (const facet of wanted) {
      if (!ids.includes(facet)) continue;
      hit = true;
      const credit = /** @type {Float32Array} */ (named.get(facet));
      for (let t = 0; t < own.length; t++) own[t] = Math.max(own[t], FACET * credit[t]);
    }
    return hit ? 1 : NAMED_OTHER;
  }
}

/** @param {Hit} hit */
const isReply = ({ entity }) => entity.includes("#");

/**
 * What a reply gains by where it is given; 0 where the call is not in its script.
 * @param {string} kind @param {string} entity `script/ID#STEP/REPLY` @param {string} [step] `script/ID#STEP`
 */
function replied(kind, entity, step = "#") {
  const worth = REPLIES[kind];
  if (!worth) return 1;
  if (entity.startsWith(`${step}/`)) return HERE * worth;
  return entity.startsWith(step.slice(0, step.indexOf("#") + 1)) ? WITHIN * worth : 0;
}

/** @param {number[]} ids @param {number} wanted */
const fits = (ids, wanted) => (!ids.length ? 1 : ids.includes(wanted) ? SAME : OTHER);

/**
 * @param {ArrayBuffer} buffer The index file.
 * @returns {Engine}
 * @throws {Error} If it is not an index of this version, or is damaged.
 */
export const load = (buffer) => new Engine(decode(buffer));

/**
 * Join what several indexes give to one query; the earlier one decides between equals.
 * @param {Result[]} results
 * @param {Context} [context]
 * @returns {Result}
 */
export function joined(results, context = {}) {
  if (results.length === 1) return results[0];
  const hits = results.flatMap((each) => each.hits).sort((a, b) => b.score - a.score);
  const floor = KEPT * (hits[0]?.score ?? 0);
  const best = results.find((each) => each.hits.includes(hits[0]));
  return {
    hits: hits.filter(({ score }) => score >= floor).slice(0, context.limit ?? LIMIT),
    readAs: best?.readAs ?? null,
    confidence: best?.confidence ?? 0,
  };
}
