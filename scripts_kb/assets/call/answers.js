/**
 * The answers: one file, a line a card. The first line says what the screen needs at once; a card
 * is read when it is shown, so that ten thousand of them cost no start.
 */

/** @import { Card, Header } from "./types.d.ts" */

export class Answers {
  /** @param {string} text the file */
  constructor(text) {
    this.lines = text.split("\n");
    /** @type {Header} */
    this.header = this.#read(1);
    /** Two lines stand before the first card: the bracket and the header. */
    this.places = new Map(this.header.entities.map((entity, index) => [entity, index + 2]));
    /** @type {Map<string, Card>} */
    this.cards = new Map();
  }

  /** @param {number} line */
  #read(line) {
    return JSON.parse(this.lines[line].replace(/,$/, ""));
  }

  /**
   * @param {string} entity
   * @returns {Card | null} null where it is not live any more
   */
  card(entity) {
    const place = this.places.get(entity);
    if (place === undefined) return null;
    let card = this.cards.get(entity);
    if (!card) this.cards.set(entity, (card = /** @type {Card} */ (this.#read(place))));
    return card;
  }

  /** @param {string} entity */
  title(entity) {
    return this.card(entity)?.value.title ?? entity;
  }
}

/**
 * @param {URL} url
 * @returns {Promise<Answers>}
 */
export async function load(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return new Answers(await response.text());
}
