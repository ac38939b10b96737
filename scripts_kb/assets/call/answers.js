/**
 * The answers: one file, a line a card. The first line says what the screen needs at once; a card
 * is read when it is shown, so that ten thousand of them cost no start.
 */

/**
 * @typedef {object} Change why a text stands as it does; absent where nobody said
 * @property {string} kind `added` or `changed`
 * @property {number} [version]
 * @property {boolean} [bulk] one of very many cards that came at once
 * @property {string} landed ISO 8601
 * @property {boolean} [explained]
 * @property {string} [title]
 * @property {string} [origin]
 * @property {string} [cause]
 * @property {string} [purpose]
 * @property {string} [effect]
 * @property {string} [expect]
 * @property {string} [watch]
 * @property {string} [learned]
 * @property {string} [by] the department
 * @property {string} [class]
 * @property {boolean} [urgent]
 * @property {boolean} [reverts]
 * @property {string[]} [agreed]
 * @property {{title: string, url?: string}[]} [evidence]
 */

/**
 * @typedef {object} Card
 * @property {string} entity `objection/dorogo`
 * @property {number} [version]
 * @property {number} [meant] the latest version that altered what is said
 * @property {string} url below the site's root
 * @property {any} value the fields of the schema
 * @property {string} [price] as it is read
 * @property {Record<string, [number, string?]>} [why] by path: a place in `changes`, what was before
 * @property {Change[]} [changes]
 * @property {Record<string, {title: string, url?: string}>} [sources]
 * @property {Record<string, {title: string, valid_from?: string, valid_to?: string}>} [expires]
 */

/** @typedef {Pick<Card, "why" | "changes">} Explained what has reasons */

/**
 * @typedef {object} Header
 * @property {string} company
 * @property {string} language
 * @property {string} zone
 * @property {string} updated
 * @property {Record<string, string>} texts
 * @property {Record<string, Record<string, string>>} labels
 * @property {Record<string, string>} kinds
 * @property {Record<string, string>} captures
 * @property {{id: string, title: string}[]} segments
 * @property {Record<string, {id: string, title: string}[]>} reasons
 * @property {{about: string, role: string, channel: string}[]} contacts
 * @property {Record<string, {say: string, when: string}>} must_say
 * @property {Explained} wording the reasons of mandatory phrases
 * @property {{entity: string, segment: string}[]} pins
 * @property {{entity: string, title: string, segments?: string[], goal?: string}[]} scripts
 * @property {{entity: string, title: string, valid_from?: string, valid_to?: string, segments?: string[]}[]} offers
 * @property {{change: string, landed: string, title: string, why: string, entities: string[], versions: number[], titles: string[]}[]} news
 * @property {string[]} entities
 */

export class Answers {
  /** @param {string} text the file */
  constructor(text) {
    this.lines = text.split("\n");
    /** @type {Header} */
    this.header = this.read(1);
    /** Two lines stand before the first card: the bracket and the header. */
    this.places = new Map(this.header.entities.map((entity, index) => [entity, index + 2]));
    /** @type {Map<string, Card>} */
    this.cards = new Map();
  }

  /** @param {number} line @returns {any} */
  read(line) {
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
    if (!card) this.cards.set(entity, (card = /** @type {Card} */ (this.read(place))));
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
