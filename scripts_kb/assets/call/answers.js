/**
 * The answers: what the screen needs at once, and cards that come in parts as they are asked for.
 *
 *     answers.json ──▶ header: titles of all cards, for whom each is, in which part it stands
 *                  └─▶ the cards that a call is likely to begin with
 *     a part       ──▶ cards; from what the browser keeps, else one request; the least used goes first
 *
 * A title is there from the start, so a hit is shown at once. A card is read when it is shown.
 */

/** @import { Card, Dated, Header, Run } from "./types.d.ts" */

/** So many parts are held: what is shown at once stands in fewer. */
const HELD = 48;

export class Answers {
  /** @type {Map<string, number>} entity → its place in `entities` */
  places;
  /** Those that were held, the least used first. @type {Set<Part>} */
  held = new Set();
  /** Of the release that has come meanwhile: it has what this one has no more. @type {Promise<Answers> | null} */
  following = null;
  /** What a call said of trials: `+wording`; "" without any. @type {(run: Run, script: string) => string} */
  variants = () => "";

  /** @param {string} text the first file @param {URL} url of it */
  constructor(text, url) {
    const lines = text.split("\n");
    this.url = url;
    /** @type {Header} */
    this.header = read(lines[1]);
    const { ahead, entities, parts } = this.header;
    this.places = new Map(entities.map((entity, place) => [entity, place]));
    const first = new Part(url, 0, ahead);
    first.take(lines.slice(2));
    /** In the order of `entities`. */
    this.parts = [first];
    let from = ahead;
    for (const [name, count] of parts) {
      this.parts.push(new Part(new URL(`../answers/${name}.json`, url), from, count));
      from += count;
    }
  }

  /** @param {string} entity @returns {boolean} whether it is live */
  has(entity) {
    return this.places.has(entity);
  }

  /** @param {string} entity */
  title(entity) {
    return this.header.titles[this.places.get(entity) ?? -1] || entity;
  }

  /** @param {string} entity @returns {string[]} the segments that it is for; none: for all */
  whom(entity) {
    return this.header.whom[this.places.get(entity) ?? -1] ?? [];
  }

  /** What is known of an offer before its card. @param {string} entity @returns {(Dated & {entity: string, price?: string}) | null} */
  offer(entity) {
    return this.header.offers.find((each) => each.entity === entity) ?? null;
  }

  /** @param {string} entity @returns {boolean} whether there is nothing more to fetch of it */
  there(entity) {
    const place = this.places.get(entity);
    return place === undefined || this.#part(place).cards !== null;
  }

  /** @param {string} entity @returns {Card | null} null where it is not live, or not there yet */
  card(entity) {
    const place = this.places.get(entity);
    const part = place === undefined ? null : this.#part(place);
    if (!part || place === undefined) return null;
    if (this.held.delete(part)) this.held.add(part);
    return part.card(place);
  }

  /**
   * Have the cards there.
   * @param {string[]} entities those that are not live are passed over
   * @returns {Promise<void>} rejected where one cannot be had now
   */
  async need(entities) {
    const places = entities.flatMap((entity) => this.places.get(entity) ?? []);
    const parts = new Set(places.map((place) => this.#part(place)).filter((part) => !part.cards));
    await Promise.all([...parts].map((part) => this.#load(part)));
  }

  /** @param {Part} part */
  async #load(part) {
    await part.load((entities) => this.#instead(entities), this.header.entities);
    this.held.delete(part);
    this.held.add(part);
    for (const old of this.held) {
      if (this.held.size <= HELD) break;
      this.held.delete(old);
      old.drop();
    }
  }

  /** @param {number} place */
  #part(place) {
    let [low, high] = [0, this.parts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.parts[middle].from <= place) low = middle;
      else high = middle - 1;
    }
    return this.parts[low];
  }

  /**
   * The cards of a part that its server has no more: the site was published anew under an open call.
   * They come as they are said today.
   * @param {string[]} entities
   * @returns {Promise<(Card | null)[]>}
   */
  async #instead(entities) {
    this.following ??= this.#follow();
    this.following.catch(() => (this.following = null));
    const other = await this.following;
    await other.need(entities);
    return entities.map((entity) => other.card(entity));
  }

  async #follow() {
    const response = await asked(new URL("../release.json", this.url), { cache: "no-cache" });
    const url = new URL(`../${(await response.json()).data}/answers.json`, this.url);
    // Of the same release there is nothing else to be had.
    if (url.href === this.url.href) throw new Error("no part, and no release that follows");
    const other = await load(url, fetch(url));
    if (other.header.format !== this.header.format) throw new Error("answers of another shape");
    return other;
  }
}

class Part {
  /** Lines that were not read yet are text. @type {(Card | string | null)[] | null} */
  cards = null;
  /** @type {Promise<void> | null} */
  asked = null;

  /** @param {URL} url @param {number} from the place of its first card @param {number} count */
  constructor(url, from, count) {
    this.url = url;
    this.from = from;
    this.count = count;
  }

  /** @param {string[]} lines a card each, and the end of the file */
  take(lines) {
    // Half a download and the page of a network's login end otherwise.
    if (lines[this.count] !== "]") throw new Error(`not a part: ${this.url}`);
    this.cards = lines.slice(0, this.count);
  }

  drop() {
    this.cards = null;
  }

  /** @param {number} place @returns {Card | null} */
  card(place) {
    const found = this.cards?.[place - this.from] ?? null;
    if (!this.cards || typeof found !== "string") return /** @type {Card | null} */ (found);
    return /** @type {Card} */ (this.cards[place - this.from] = read(found));
  }

  /**
   * @param {(entities: string[]) => Promise<(Card | null)[]>} instead where it is not to be had
   * @param {string[]} all the entities of all parts
   * @returns {Promise<void>}
   */
  load(instead, all) {
    const own = () => all.slice(this.from, this.from + this.count);
    this.asked ??= this.#fetched()
      .catch(async () => void (this.cards = await instead(own())))
      .finally(() => (this.asked = null));
    return this.asked;
  }

  async #fetched() {
    const take = async (/** @type {Response} */ response) => this.take((await response.text()).split("\n").slice(1));
    // Asked here, what is kept comes sooner than through the service worker.
    const kept = await globalThis.caches?.match(this.url).catch(() => undefined);
    if (kept) return take(kept);
    // The browser's own cache may hold half a download.
    await asked(this.url).then(take).catch(async () => take(await asked(this.url, { cache: "reload" })));
  }
}

/** @param {string} line */
const read = (line) => JSON.parse(line.replace(/,$/, ""));

/** @param {URL} url @param {RequestInit} [how] */
const asked = async (url, how) => good(await fetch(url, how));

/** @param {Response} response */
function good(response) {
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  return response;
}

/**
 * @param {URL} url of the first file
 * @param {Promise<Response>} response to it
 * @returns {Promise<Answers>}
 */
export async function load(url, response) {
  return new Answers(await good(await response).text(), url);
}
