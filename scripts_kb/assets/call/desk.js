/** What every part of the screen works with: the answers, the day, the texts, the memory. */

import { fill, today } from "./text.js";
import { open as visits } from "./memory/visits.js";

/**
 * @import { Answers } from "./answers.js"
 * @import { Store } from "./types.d.ts"
 */

export class Desk {
  /**
   * @param {Answers} answers
   * @param {URL} root of the site
   * @param {Store} store
   */
  constructor(answers, root, store) {
    this.answers = answers;
    this.root = root;
    this.store = store;
    this.language = answers.header.language;
    /** What a call knows: `client_name` and the like. @type {Record<string, string>} */
    this.captured = {};
    /** To whom one talks in this call; "" where nobody said, or to all. */
    this.segment = "";
    this.asked = { at: 0, day: "" };
    /** What this browser has seen of the site, on its pages and here. */
    this.visits = visits(root.pathname, this.today);
  }

  /** What a seller says of oneself in every call. @returns {Record<string, string>} */
  get own() {
    return this.store.browser.get("own", {});
  }

  /** @param {Record<string, string>} values to say from now on */
  owns(values) {
    this.store.browser.set("own", { ...this.own, ...values });
    this.captured = { ...this.captured, ...values };
  }

  /** @param {Record<string, string>} captured what the call has written down */
  knows(captured) {
    this.captured = { ...this.own, ...captured };
  }

  /** Today where the company is; a screen left open overnight notices the new day. */
  get today() {
    const now = Date.now();
    if (now - this.asked.at > 30_000) {
      this.asked = { at: now, day: today(this.answers.header.zone) };
    }
    return this.asked.day;
  }

  /**
   * A text of the screen.
   * @param {string} name
   * @param {Record<string, string | number>} [values]
   */
  t(name, values) {
    const text = this.answers.header.texts[name] ?? name;
    return values ? fill(text, values, this.language) : text;
  }

  /** An address of the site; of the web it stays as it is. @param {string} address */
  url(address) {
    return new URL(address, this.root).href;
  }

  /** @param {string[] | undefined} ids @returns {string} */
  segmentNames(ids) {
    const names = new Map(this.answers.header.segments.map(({ id, title }) => [id, title]));
    // A card for everybody is for nobody in particular.
    if (ids?.length === names.size) return "";
    return (ids ?? []).map((id) => names.get(id) ?? id).join(", ");
  }

  /**
   * Tell whether a card is for a segment; one without segments is for all.
   * @param {string} entity
   * @param {string} segment "" for all
   */
  suits(entity, segment) {
    const whom = this.answers.whom(entity);
    return !segment || !whom.length || whom.includes(segment);
  }
}

let spoken = 0;

/**
 * Say something to a screen reader, politely: only the last of a quick series is said.
 * @param {string} text
 */
export function announce(text) {
  const status = document.getElementById("call-status");
  clearTimeout(spoken);
  // What was said is over; without this the same text would not be heard again.
  if (status) status.textContent = "";
  spoken = window.setTimeout(() => {
    if (status) status.textContent = text;
  }, 500);
}

/**
 * Show something short that goes away by itself.
 * @param {string} text
 */
export function flash(text) {
  const place = document.getElementById("call-flash");
  if (place) {
    place.textContent = text;
    place.hidden = false;
    setTimeout(() => {
      if (place.textContent === text) place.hidden = true;
    }, 2500);
  }
  announce(text);
}

/**
 * Do something with a card as soon as it is there.
 * @param {Desk} desk
 * @param {string} entity
 * @param {() => void} act
 * @returns {boolean} false where it is there already: nothing is done then
 */
export function later(desk, entity, act) {
  if (desk.answers.there(entity)) return false;
  desk.answers.need([entity]).then(act, () => flash(desk.t("late")));
  return true;
}
