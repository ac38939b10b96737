/**
 * Flash cards: one at a time, the customer's phrase first, the answer when asked for. Those that wait
 * today are dealt; what one says of each is kept in this browser alone.
 */

import { open } from "../call/memory/store.js";
import { answered, due, kept } from "./leitner.js";

/** @import { Learned, Store } from "../call/types.d.ts" */

/**
 * Deal the cards of a page one by one.
 * @param {HTMLElement} page
 * @param {string} today - as `2026-11-21`
 */
export function dealCards(page, today) {
  const deck = page.querySelector(".kb-deck");
  if (deck instanceof HTMLElement && deck.querySelector(".kb-flash")) new Dealer(page, deck, today).begin();
}

class Dealer {
  /** The cards that wait, the next one first. @type {HTMLElement[]} */
  queue = [];
  /** What was answered on this page, the latest last. @type {{card: HTMLElement, before: Learned | null}[]} */
  given = [];

  /**
   * @param {HTMLElement} page
   * @param {HTMLElement} deck
   * @param {string} today
   */
  constructor(page, deck, today) {
    this.page = page;
    this.deck = deck;
    this.today = today;
    this.cards = /** @type {HTMLElement[]} */ ([...deck.querySelectorAll(".kb-flash")]);
    /** @type {Store} */
    this.store = open(new URL(deck.dataset.root ?? "./", location.href).pathname);
  }

  begin() {
    this.deck.dataset.dealt = "";
    this.page.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (button) this.press(button);
    });
    document.addEventListener("keydown", (event) => {
      if (this.key(event)) event.preventDefault();
    });
    // Printed, the whole deck is wanted.
    addEventListener("beforeprint", () => this.cards.forEach((card) => (card.hidden = false)));
    addEventListener("afterprint", () => this.show());
    this.queue = this.cards.filter((card) => due(this.learned(card), this.today) <= this.today);
    this.show();
  }

  /** @param {HTMLButtonElement} button */
  press(button) {
    if (button.dataset.known) this.answer(button.dataset.known === "yes");
    else if ("undo" in button.dataset) this.undo();
    else if ("again" in button.dataset) this.turn(this.cards);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it was for the cards */
  key({ key, target, altKey, ctrlKey, metaKey, shiftKey, defaultPrevented }) {
    const [card] = this.queue;
    if (!card || defaultPrevented || altKey || ctrlKey || metaKey || shiftKey) return false;
    if (!(target instanceof Element) || !(target === document.body || this.page.contains(target))) return false;
    if (target.closest("textarea, input, dialog")) return false;
    if (key === "ArrowRight" || key === "ArrowLeft") return this.answer(key === "ArrowRight"), true;
    // A button, a link and the answer's own line take the space bar themselves.
    if (key !== " " || target.closest("button, a, summary")) return false;
    return card.querySelector("details")?.toggleAttribute("open"), true;
  }

  /** @param {boolean} known */
  answer(known) {
    const [card, ...rest] = this.queue;
    if (!card) return;
    const before = this.learned(card);
    this.given.push({ card, before });
    this.keep(card, answered(before, known, this.today));
    this.turn(known ? rest : [...rest, card]);
  }

  undo() {
    const last = this.given.pop();
    if (!last) return;
    this.keep(last.card, last.before);
    this.turn([last.card, ...this.queue.filter((card) => card !== last.card)]);
  }

  /** Go on to the first of these, and take the reader along. @param {HTMLElement[]} queue */
  turn(queue) {
    this.queue = [...queue];
    this.show();
    const place = this.queue[0] ?? this.part("[data-finished]");
    place?.focus({ preventScroll: true });
    if (place && place.getBoundingClientRect().top < 0) place.scrollIntoView();
  }

  show() {
    const [shown] = this.queue;
    for (const card of this.cards) {
      card.hidden = card !== shown;
      if (card === shown) fold(card);
    }
    this.tell("[data-left]", "left", { count: String(this.queue.length) });
    this.tell("[data-next]", "next", { day: this.next() });
    this.part("[data-finished]", !shown);
    this.part(".kb-dealer", Boolean(shown) || this.given.length > 0);
    for (const button of this.page.querySelectorAll(".kb-dealer button")) {
      if (!(button instanceof HTMLButtonElement)) continue;
      button.hidden = "known" in button.dataset && !shown;
      button.disabled = "undo" in button.dataset && !this.given.length;
    }
    const alone = this.store.browser.alone("flash");
    this.part("[data-unkept]", alone);
    if (alone) this.tell("[data-unkept]", "unkept", {});
  }

  /** The first day after today on which a card waits, as people write it. */
  next() {
    const days = this.cards.map((card) => due(this.learned(card), this.today)).sort();
    const day = days.find((each) => each > this.today) ?? this.today;
    const form = /** @type {const} */ ({ day: "numeric", month: "long", timeZone: "UTC" });
    return new Date(`${day}T00:00:00Z`).toLocaleDateString(document.documentElement.lang || "en", form);
  }

  /** @param {HTMLElement} card @returns {Learned | null} */
  learned(card) {
    const all = this.store.browser.get("flash", {});
    const name = nameOf(card);
    return Object.hasOwn(all, name) ? kept(all[name]) : null;
  }

  /** Keep what is known of a card, and nothing that the deck has no more. @param {HTMLElement} card @param {Learned | null} now */
  keep(card, now) {
    const all = this.cards.flatMap((each) => {
      const known = each === card ? now : this.learned(each);
      return known ? [/** @type {const} */ ([nameOf(each), known])] : [];
    });
    this.store.browser.set("flash", Object.fromEntries(all));
  }

  /**
   * Find a part of the page, and show or hide it.
   * @param {string} selector
   * @param {boolean} [shown] as it is where left out
   */
  part(selector, shown) {
    const found = this.page.querySelector(selector);
    if (!(found instanceof HTMLElement)) return null;
    if (shown !== undefined) found.hidden = !shown;
    return found;
  }

  /** @param {string} selector @param {string} name of its sentence @param {Record<string, string>} facts */
  tell(selector, name, facts) {
    const place = this.part(selector);
    if (place) place.textContent = (place.dataset[name] ?? "").replace(/\{(\w+)\}/g, (_, fact) => facts[fact] ?? "");
  }
}

/** @param {HTMLElement} card */
const nameOf = (card) => card.dataset.card ?? "";

/** Turn a card to its question, as if it was never answered. @param {HTMLElement} card */
function fold(card) {
  card.querySelector("details")?.removeAttribute("open");
  const own = card.querySelector("textarea");
  if (own) own.value = "";
}

/**
 * Let a button print its page.
 * @param {HTMLElement} page
 */
export function offerPrint(page) {
  for (const button of page.querySelectorAll("[data-print]")) {
    if (!(button instanceof HTMLElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
