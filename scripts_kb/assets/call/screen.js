/**
 * The call screen. One of four things is shown below the search field:
 *
 *     letters typed           results, and the answer of the chosen one   (or: no such answer)
 *     a card opened by a key  that card
 *     a script begun          its present step
 *     nothing of these        what is at hand, what ends, what is new
 *
 * Esc goes one line down this list. The focus stays in the search field.
 */

import { load } from "./answers.js";
import { heard, shown } from "./card.js";
import { Desk, announce, flash } from "./desk.js";
import { button, copy, el, foreign, held, key } from "./dom.js";
import { Client } from "./engine/client.js";
import { folded } from "./fold.js";
import { atHand, home } from "./home.js";
import { missed, noticed, opened as counted } from "./insight.js";
import { Player } from "./player.js";
import { copied, spoken } from "./spoken.js";
import { first, open, PINS, RECENT } from "./memory/store.js";
import { breath, day } from "./text.js";
import { installable, watch } from "./update.js";

/** @typedef {import("./engine/engine.js").Hit} Hit */
/** @typedef {import("./card.js").Open} Open */

/** Options that are shown at once: as many as there are digits. */
const SHOWN = 9;
const ASKED = 24;
/** What a link from outside may ask for. */
const ASKED_FOR = ["q", "segment", "script"];
/** A card counts as used when it stands this long, ms. */
const DWELL = 4000;
/** A search that says nothing for this long is not running any more, ms. */
const SILENCE = 4000;
/** Keys that act on the answer: those of a query that is not answered yet wait for it. */
const ACTS = /^(Digit|Numpad|Key[ACMNPW])/;
/** Words count as not found when nothing is typed for this long, ms. */
const IDLE = 2500;

/** @type {(id: string) => HTMLElement} */
const place = (id) => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found;
};

/** @param {{root: URL, data: URL, release: import("./update.js").Release}} at */
export async function start(at) {
  installable(at.root);
  const index = new URL("index.bin", at.data).href;
  const engine = new Client(new URL("./engine/worker.js", import.meta.url), index);
  const desk = new Desk(await load(new URL("answers.json", at.data)), at.root, open(at.root.pathname));
  const screen = new Screen(desk, engine);
  engine.ready.then(() => (screen.searching = true), () => screen.silent());
  screen.begin();
  place("call").dataset.release = at.release.version;
  watch(at, () => screen.idle, (apply) => screen.updated(apply), (there) => screen.network(there));
}

class Screen {
  /** @param {Desk} desk @param {Client} engine */
  constructor(desk, engine) {
    this.desk = desk;
    this.engine = engine;
    this.input = /** @type {HTMLInputElement} */ (place("call-search"));
    this.list = place("call-results");
    this.player = new Player(place("player"), desk, {
      open: (entity) => this.open(entity),
      close: () => this.show(),
      moved: () => this.#top(),
    });
    /** @type {Hit[]} those that are not folded first */
    this.hits = [];
    /** How many of the hits are not folded. */
    this.mine = 0;
    this.unfolded = false;
    this.active = 0;
    /** The query that `hits` answer. */
    this.answered = "";
    /** What was asked of an answer that is still on its way. @type {(() => void) | null} */
    this.wish = null;
    /** @type {string | null} a card opened without a search */
    this.opened = null;
    /** @type {Open} */
    this.how = { choice: 0, more: false, why: false };
    /** The segments of the base, and "" for all. */
    this.known = [...desk.answers.header.segments.map(({ id }) => id), ""];
    /** @type {string | null} null: never asked */
    this.segment = this.known.find((each) => each === desk.store.browser.get("segment", null)) ?? null;
    /** Whether the engine has come to life. */
    this.searching = false;
    this.counted = "";
    /** The words that were noted last, as long as they are typed on. */
    this.noted = "";
    /** What is looked at: when it changes, its beginning comes into view. */
    this.looked = "";
    this.timers = { dwell: 0, idle: 0 };
  }

  begin() {
    const { desk } = this;
    const asked = this.#asked();
    // A link from outside begins anew; a reload goes on where it was.
    const linked = asked.q !== null || asked.script !== null;
    const nothing = { query: asked.q ?? "", active: "", opened: null, how: this.how };
    const kept = linked ? nothing : desk.store.tab.get("screen", nothing);
    this.input.value = this.input.value || kept.query;
    this.opened = desk.answers.card(kept.opened ?? "") ? kept.opened : null;
    this.how = kept.how;
    this.input.addEventListener("input", () => this.typed());
    window.addEventListener("keydown", (event) => this.key(event), true);
    for (const event of ["online", "offline"]) window.addEventListener(event, () => this.network());
    // Another tab has pinned: the digits are to open what they stand beside.
    window.addEventListener("storage", ({ key }) => {
      if (key?.endsWith(" pins") && !place("call-home").hidden) this.#home();
    });
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = /** @type {HTMLElement} */ (event.target).closest("[role=option]");
      if (option) this.choose([...this.list.children].indexOf(option), true);
    });
    for (const [id, act] of /** @type {[string, () => void][]} */ ([
      ["call-previous", () => this.move(-1) && this.#tell(true)],
      ["call-following", () => this.move(1) && this.#tell(true)],
      ["call-copy", () => this.copy()],
      ["call-clear", () => this.back()],
      ["call-help", () => this.help()],
    ])) {
      place(id).addEventListener("mousedown", (event) => event.preventDefault());
      place(id).addEventListener("click", act);
    }
    this.network();
    if (asked.script !== null && !this.player.begin(asked.script)) {
      // The call of the link is none that was under way.
      this.player.set(null);
      this.#unknown("unknown_script", asked.script.slice("script/".length));
    }
    this.player.render();
    this.segments();
    this.show();
    if (this.input.value) this.typed(kept.query === this.input.value ? kept.active : "");
    if (!document.activeElement || document.activeElement === document.body) this.input.focus();
    place("call").dataset.ready = "true";
  }

  /** What the address asks for, once: a reload goes on where the call is. */
  #asked() {
    const url = new URL(location.href);
    const values = new URLSearchParams(url.search);
    for (const name of ASKED_FOR) url.searchParams.delete(name);
    // The customer's words stay out of the history and, at the next reload, of a server's log.
    if (url.href !== location.href) history.replaceState(history.state, "", url);
    const segment = values.get("segment");
    const script = values.get("script");
    const found = this.desk.answers.header.segments.find(
      ({ id, title }) => id === segment || title.toLowerCase() === segment?.toLowerCase(),
    );
    if (segment) this.#remember(found?.id ?? null);
    if (segment && !found) this.#unknown("unknown_segment", segment);
    const entity = script === null ? null : `script/${script.replace(/^script\//, "")}`;
    return { q: values.get("q"), script: entity };
  }

  /** Say what a link asked for in vain, for as long as it is not put away. @param {string} text @param {string} name */
  #unknown(text, name) {
    const box = place("call-unknown");
    box.hidden = false;
    box.textContent += `${this.desk.t(text, { name })} `;
  }

  /** Whether a reload now would disturb nobody. */
  get idle() {
    return !this.input.value && !this.opened && !this.player.run;
  }

  /** The card whose answer is on the screen. */
  get entity() {
    if (this.input.value.trim()) return this.hits[this.active]?.entity ?? null;
    return this.opened;
  }

  get card() {
    return this.entity ? this.desk.answers.card(this.entity) : null;
  }

  // Searching ---------------------------------------------------------------------------------

  /** @param {string} [again] the card that was chosen before a reload @param {string} [lead] to be heard before what is found */
  async typed(again = "", lead = "") {
    const query = this.input.value.trim();
    this.wish = null;
    clearTimeout(this.timers.idle);
    this.opened = null;
    if (!query.startsWith(this.noted)) this.noted = "";
    if (!query) {
      this.#empty();
      this.counted = "";
      this.show();
      // Back at the step: what it says is where the call goes on.
      const say = !place("player").hidden && this.player.step?.say;
      if (say) announce(heard(this.desk, "say", [{ text: say }]));
      return;
    }
    const step = this.player.step;
    const silence = this.searching ? window.setTimeout(() => this.silent(), SILENCE) : 0;
    const found = await this.engine.search(query, {
      segment: this.segment || undefined,
      stage: step?.stage,
      near: step ? [...this.player.expected, ...(step.offers ?? []).map((/** @type {string} */ id) => `offer/${id}`)] : [],
      recent: this.desk.store.browser.get("recent", []),
      limit: ASKED,
    });
    clearTimeout(silence);
    if (!found || query !== this.input.value.trim()) return;
    place("call-broken").hidden = true;
    this.#take(found.hits);
    this.unfolded = false;
    this.answered = query;
    this.active = Math.max(0, this.hits.findIndex(({ entity }) => entity === again));
    if (this.active >= this.mine) this.unfolded = true;
    if (!again) this.how = { choice: 0, more: false, why: false };
    const read = place("call-read-as");
    read.textContent = found.readAs ? this.desk.t("read_as", { words: found.readAs }) : "";
    this.show();
    const told = this.hits.length
      ? [read.textContent, this.desk.t("found", { n: this.hits.length }), this.desk.t("first", { title: this.desk.answers.title(this.hits[0].entity) })]
      : [this.desk.t("nothing")];
    announce([lead, ...told].filter(Boolean).join(". "));
    if (!this.hits.length) this.timers.idle = window.setTimeout(() => this.#miss(), IDLE);
    this.wish?.();
  }

  /** Nothing is typed, so nothing of it is found, nor still to be heard. */
  #empty() {
    this.input.value = "";
    this.hits = [];
    this.answered = "";
    announce("");
  }

  /** @param {Hit[]} found */
  #take(found) {
    const { answers } = this.desk;
    const suits = (/** @type {string} */ entity) => {
      const card = answers.card(entity);
      return card !== null && this.desk.suits(card.value, this.segment ?? "");
    };
    [this.hits, this.mine] = folded(found.filter(({ entity }) => answers.card(entity)), suits, SHOWN);
  }

  get options() {
    return this.unfolded ? this.hits : this.hits.slice(0, this.mine);
  }

  /** @param {number} step */
  move(step) {
    if (!this.hits.length) return false;
    let next = this.active + step;
    if (next >= this.options.length && this.options.length < this.hits.length) this.unfolded = true;
    const count = this.options.length;
    next = (next + count) % count;
    this.choose(next, false);
    return true;
  }

  /**
   * @param {number} place of the option
   * @param {boolean} used whether the card counts as opened
   */
  choose(place, used) {
    if (!this.options[place]) return false;
    if (this.active !== place) this.how = { choice: 0, more: false, why: false };
    this.active = place;
    this.show();
    // What an arrow leads to is read as the option that it is.
    announce("");
    if (used) {
      this.#tell(true);
      this.use();
      // The next letter begins a new search.
      this.input.select();
    }
    return true;
  }

  // What is shown -----------------------------------------------------------------------------

  show() {
    const query = this.input.value.trim();
    const held = document.activeElement;
    const looked = `${this.answered}/${this.entity}`;
    const moved = looked !== this.looked;
    this.looked = looked;
    // A question that was left is not answered by what comes later.
    if (moved && this.player.sure) this.player.set(this.player.run);
    const found = query !== "" && this.hits.length > 0;
    const nothing = query !== "" && !found && this.answered === query;
    const card = query && !found ? null : this.card;
    place("call-home").hidden = Boolean(query || card || this.player.run);
    place("player").hidden = Boolean(query || card || !this.player.run);
    place("call-nothing").hidden = !nothing;
    if (!query) place("call-read-as").textContent = "";
    this.input.setAttribute("aria-expanded", String(found));
    this.#options(found);
    this.#answer(card);
    if (nothing) this.#nothing(query);
    if (!place("call-home").hidden) this.#home();
    place("call-others").replaceChildren(...(found ? this.#others() : []));
    place("call").dataset.mode = query ? "results" : card ? "card" : this.player.run ? "player" : "home";
    this.desk.store.tab.set("screen", {
      query: this.input.value,
      active: this.hits[this.active]?.entity ?? "",
      opened: this.opened,
      how: this.how,
    });
    // What had the focus is gone or made anew: the search field takes it back.
    if (!held?.isConnected) this.input.focus();
    if (moved) this.#top();
  }

  /** What is new begins in sight, however far one has scrolled. */
  #top() {
    place("call").scrollIntoView({ behavior: "instant" });
  }

  /** @param {boolean} found */
  #options(found) {
    const { desk } = this;
    this.list.hidden = !found;
    this.list.dataset.query = this.answered;
    this.list.replaceChildren(
      ...(found ? this.options : []).map(({ entity }, index) => {
        const card = desk.answers.card(entity);
        const other = !desk.suits(card?.value, this.segment ?? "");
        const line = card ? spoken(card).now[0]?.text : "";
        return el(
          "li",
          {
            role: "option",
            id: `call-option-${index}`,
            "data-entity": entity,
            "aria-selected": String(index === this.active),
          },
          index < SHOWN ? key(String(index + 1)) : el("kbd", { "aria-hidden": "true" }),
          el("span", { class: "call-option__title" }, card?.value.title ?? entity),
          other ? el("span", { class: "call-option__for" }, desk.segmentNames(card?.value.segments)) : null,
          el("span", { class: "call-option__say", "aria-hidden": "true" }, line),
        );
      }),
    );
    if (found) this.input.setAttribute("aria-activedescendant", `call-option-${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** What is folded: variants of the chosen card, and results for other segments. */
  *#others() {
    const { desk } = this;
    const variants = (this.hits[this.active]?.folded ?? []).filter((each) => desk.answers.card(each));
    if (variants.length) {
      yield el("span", { class: "call-label" }, desk.t("variants"));
      yield* variants.map((each) => button({ class: "call-chip", "data-variant": each, onclick: () => this.open(each) }, desk.answers.title(each)));
    }
    const rest = this.hits.slice(this.options.length);
    if (rest.length) {
      const names = rest.map(({ entity }) => desk.answers.title(entity)).join(", ");
      const unfold = () => {
        this.unfolded = true;
        this.show();
      };
      yield button({ class: "call-button", id: "call-unfold", title: names, onclick: unfold }, desk.t("others", { n: rest.length }));
    }
    yield button({ class: "call-wrong", id: "call-wrong", onclick: () => this.note() }, desk.t("wrong"), key("Alt+N"));
  }

  /** @param {import("./answers.js").Card | null} card */
  #answer(card) {
    const { desk } = this;
    const box = place("call-answer");
    box.hidden = !card;
    clearTimeout(this.timers.dwell);
    if (!card) {
      box.replaceChildren();
      return;
    }
    const content = shown(desk, card, this.how, {
      choose: (choice) => this.#how({ choice }),
      unfold: (more) => this.#how({ more }),
      open: (entity) => this.open(entity),
      start: (entity) => this.script(entity),
      sure: this.player.sure === card.entity,
      other: !desk.suits(card.value, this.segment ?? ""),
      tools: [...this.#tools(card.entity)],
      place: this.hits.length > 1 ? desk.t("place", { n: this.active + 1, of: this.hits.length }) : "",
    });
    box.replaceChildren(content);
    box.dataset.entity = card.entity;
    if (this.how.why) {
      const mark = box.querySelector(".call-mark--new") ?? box.querySelector("[data-why]");
      /** @type {HTMLElement | null} */ (mark)?.click();
    }
    this.timers.dwell = window.setTimeout(() => this.use(), DWELL);
  }

  /** @param {string} entity */
  *#tools(entity) {
    const { desk } = this;
    const pinned = desk.store.browser.get("pins", /** @type {string[]} */ ([])).includes(entity);
    yield button({ class: "call-button", id: "call-copy-answer", onclick: () => this.copy() }, desk.t("copy"), key("Alt+C"));
    yield button({ class: "call-button", "aria-pressed": String(pinned), onclick: () => this.pin() }, desk.t("pin"), key("Alt+P"));
    yield button({ class: "call-button", "aria-pressed": String(this.how.why), onclick: () => this.why() }, desk.t("why"), key("Alt+W"));
    if (this.player.run) yield button({ class: "call-button call-button--main", onclick: () => this.back() }, desk.t("to_step"), key("Esc"));
  }

  #home() {
    place("call-home").replaceChildren(
      ...home(this.desk, this.segment ?? "", {
        open: (entity) => this.open(entity),
        start: (entity) => this.script(entity),
        refresh: () => this.show(),
      }),
    );
  }

  /** @param {string} query */
  #nothing(query) {
    const { desk } = this;
    const { contacts } = desk.answers.header;
    place("call-nothing").replaceChildren(
      button({ class: "call-button call-button--main", id: "call-note", onclick: () => this.note() }, desk.t("nothing_do"), key("Enter")),
      el("p", { class: "call-quiet" }, `«${query}»`),
      ...(contacts.length
        ? [
            el("h2", { class: "call-label" }, desk.t("ask_whom")),
            el("ul", { class: "call-contacts" }, ...contacts.map(({ about, role, channel }) => el("li", null, el("strong", null, about), ` — ${role}. ${channel}`))),
          ]
        : []),
    );
  }

  segments() {
    const { desk } = this;
    const all = [...desk.answers.header.segments, { id: "", title: desk.t("who_all") }];
    const box = place("call-segments");
    const held = document.activeElement;
    box.hidden = all.length < 3;
    box.replaceChildren(
      el("span", { class: this.segment === null ? "call-who" : "call-who call-who--known", id: "call-who" }, desk.t("who")),
      ...all.map(({ id, title }) =>
        button({ class: "call-chip", "data-segment": id, "aria-pressed": String(this.segment === id), onclick: () => this.talk(id) }, title),
      ),
      key("Alt+S"),
    );
    // On a phone the row is wider than the screen.
    const chosen = /** @type {HTMLElement | null} */ (box.querySelector("[aria-pressed=true]"));
    if (chosen) box.scrollLeft = chosen.offsetLeft - box.clientWidth / 2;
    if (!held?.isConnected) chosen?.focus();
  }

  // What a person does ------------------------------------------------------------------------

  /** @param {string} segment */
  talk(segment) {
    this.#remember(segment);
    place("call-unknown").hidden = true;
    this.segments();
    const title = this.desk.answers.header.segments.find(({ id }) => id === segment)?.title ?? this.desk.t("who_all");
    announce(title);
    if (this.input.value.trim()) this.typed("", title);
    else this.show();
  }

  /** @param {string | null} segment */
  #remember(segment) {
    this.segment = segment;
    this.desk.store.browser.set("segment", segment);
  }

  nextSegment() {
    const all = this.known;
    this.talk(all[(all.indexOf(this.segment ?? "") + 1) % all.length]);
  }

  /** Open a card without a search. @param {string} entity */
  open(entity) {
    if (!this.desk.answers.card(entity)) return false;
    this.#empty();
    this.opened = entity;
    this.how = { choice: 0, more: false, why: false };
    this.show();
    this.use();
    this.#tell(true);
    this.input.focus();
    return true;
  }

  /** Begin a script; a call that is under way is not lost without a question. @param {string} entity */
  script(entity) {
    this.player.surely(entity, () => {
      this.#empty();
      this.opened = null;
      this.player.begin(entity);
    });
    if (this.player.sure) announce(this.desk.t("start_sure"));
    this.show();
    this.input.focus();
  }

  /** Count the card on the screen as used in this call. */
  use() {
    const { desk, entity } = this;
    clearTimeout(this.timers.dwell);
    if (!entity || this.counted === entity) return;
    this.counted = entity;
    desk.visits.see(entity, this.card?.meant ?? 0);
    const { browser } = desk.store;
    browser.set("recent", first(browser.get("recent", /** @type {string[]} */ ([])), entity, RECENT));
    browser.set("notes", counted(noticed(desk.store, desk.today), entity));
    const shown = place("player").hidden;
    this.player.met(entity);
    place("player").hidden = shown;
  }

  /**
   * Keep the words that found nothing, or only what was not meant.
   * @param {string} [instead] the card that was shown
   * @returns {boolean} whether they are kept
   */
  #miss(instead = "") {
    const { desk } = this;
    const query = this.input.value.trim();
    if (!query || this.noted === query) return true;
    const notes = noticed(desk.store, desk.today);
    const kept = desk.store.browser.set("notes", missed(notes, query, this.segment ?? "", this.noted, instead));
    if (kept) this.noted = query;
    return kept;
  }

  /** Note the customer's words: what was shown is no answer to them. */
  note() {
    const { answered, entity } = this;
    if (!answered || answered !== this.input.value.trim()) return false;
    const kept = this.#miss(entity ?? "");
    // It was not what the customer said.
    this.counted = entity ?? "";
    flash(this.desk.t(kept ? "noted" : "not_kept"));
    this.input.select();
    return true;
  }

  async copy() {
    const { card, desk } = this;
    if (!card) return;
    flash(desk.t((await copy(copied(card, this.how.choice))) ? "copied" : "not_copied"));
    this.use();
    this.input.select();
  }

  pin() {
    const { desk, entity } = this;
    if (!entity) return;
    // A card that is there no more cannot be unpinned, so it takes no place.
    const pins = desk.store.browser.get("pins", /** @type {string[]} */ ([])).filter((each) => desk.answers.card(each));
    const has = pins.includes(entity);
    if (!has && pins.length >= PINS) {
      flash(desk.t("pins_full"));
      return;
    }
    const kept = desk.store.browser.set("pins", has ? pins.filter((each) => each !== entity) : [...pins, entity]);
    flash(desk.t(!kept ? "not_kept" : has ? "unpinned" : "pinned"));
    this.show();
    this.input.select();
  }

  why() {
    this.how = { ...this.how, why: !this.how.why };
    this.show();
    // What began it, the cause and what else fits a breath; or that nobody explained it.
    const told = [...place("call-answer").querySelectorAll(".call-why:not([hidden]) :is(dd, .call-why__none)")];
    announce(breath(told.map(({ textContent }) => textContent).join(". "))[0]);
  }

  /**
   * Let a screen reader hear the open card: what to say now, or what was unfolded.
   * @param {boolean} titled
   * @param {boolean} [more]
   */
  #tell(titled, more) {
    const { card, desk } = this;
    if (!card) return;
    const { now, later, proof, facts } = spoken(card, this.how.choice);
    const text = more ? heard(desk, "more", [...later, ...proof, ...facts]) : heard(desk, "say", now);
    announce([titled && card.value.title, text].filter(Boolean).join(". "));
  }

  /** One step out: from the results to the card or step below, from there to what is at hand. */
  back() {
    place("call-unknown").hidden = true;
    if (!place("call-keys").hidden) this.help();
    else if (this.input.value || this.opened) {
      this.player.sure = "";
      this.input.value = "";
      this.typed();
      if (!place("player").hidden) this.player.tell();
    } else this.player.renew();
    this.input.focus();
  }

  help() {
    const box = place("call-keys");
    box.hidden = !box.hidden;
    place("call-help").setAttribute("aria-expanded", String(!box.hidden));
    if (!box.hidden) announce(this.desk.t("keys"));
  }

  /** @param {() => void} apply */
  updated(apply) {
    place("call-update").replaceChildren(
      el("span", null, this.desk.t("update")),
      button({ class: "call-button", onclick: apply }, this.desk.t("update_do")),
    );
    place("call-update").hidden = false;
  }

  /** The search does not answer: a browser short of memory ends a worker without a word. */
  silent() {
    place("call-broken").textContent = this.desk.t("no_search");
    place("call-broken").hidden = false;
    // What was typed comes back with a reload.
    this.show();
  }

  /** @param {boolean} [there] whether the server answered when it was asked */
  network(there = true) {
    const { desk } = this;
    const box = place("call-offline");
    box.hidden = navigator.onLine && there;
    const { updated } = desk.answers.header;
    box.textContent = desk.t(navigator.onLine ? "no_server" : "offline", { day: updated ? day(updated, desk.today, desk.language) : "" });
  }

  // Keys --------------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
    const own = target === this.input;
    // As on every other page of the site.
    if (asksForSearch(event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.input.focus();
      this.input.select();
      return;
    }
    if (foreign(event) || (typing && !own && !place("player").contains(target))) return;
    if (this.#pressed(event, own, typing)) {
      event.preventDefault();
      // The theme has keys of its own, on the same letters.
      event.stopImmediatePropagation();
    }
  }

  /**
   * @param {KeyboardEvent} event
   * @param {boolean} own whether the cursor is in the search field
   * @param {boolean} typing whether it is in any field
   * @returns {boolean} whether the key was ours
   */
  #pressed(event, own, typing) {
    const { code, altKey, shiftKey } = event;
    if (code === "F1") return this.help(), true;
    const free = !this.input.value && !shiftKey && (own || !typing);
    if (held(event, free)) return true;
    if (this.input.value.trim() !== this.answered && (altKey ? !shiftKey && ACTS.test(code) : own && code === "Enter")) {
      this.wish = () => this.#pressed(event, own, typing);
      return true;
    }
    if (altKey) return !shiftKey && this.#alt(event);
    if (typing && !own) return false;
    const onButton = /** @type {HTMLElement} */ (event.target).closest("button, a, summary, [tabindex]") !== null && !own;
    if (code === "Escape") return this.back(), true;
    // The keys have a scroll of their own; the focus stays where one types.
    if (/^Page/.test(code) && !place("call-keys").hidden) return place("call-keys").scrollBy(0, code === "PageDown" ? 200 : -200), true;
    if (code === "ArrowDown") return this.move(1);
    if (code === "ArrowUp") return this.move(-1);
    if (code === "Slash" && !own && !shiftKey) return this.input.focus(), this.input.select(), true;
    if (code === "Enter" && !onButton && this.#enter()) return true;
    if (free && !this.opened && this.player.run) {
      if (this.player.key(event, !onButton || code !== "Enter")) return true;
    } else if (free && !this.opened && this.#digit(code)) return true;
    // The digit is an answer to the step, and the card stands before it.
    if (free && this.opened && this.player.run && /^(Digit|Numpad)\d$/.test(code)) return flash(this.desk.t("to_step_key")), true;
    if (code === "Backspace" && own && free && this.opened) return this.back(), true;
    // A space presses a button; what else is typed is the customer's words, wherever the focus is.
    if (!own && event.key.length === 1 && !(onButton && event.key === " ")) this.input.focus();
    return false;
  }

  #enter() {
    const query = this.input.value.trim();
    const { entity } = this;
    if (!entity) return query !== "" && this.note();
    if (!entity.startsWith("script/")) {
      this.use();
      this.#tell(false);
    }
    // In a call a script is looked at first: who searches on means no new call.
    else if (query && this.player.run) return this.open(entity);
    else this.script(entity);
    // The next letter begins a new search.
    this.input.select();
    return true;
  }

  /** @param {string} code */
  #digit(code) {
    const digit = Number(/^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] ?? 0);
    const entity = digit ? atHand(this.desk, this.segment ?? "")[digit - 1]?.entity : undefined;
    return entity !== undefined && this.open(entity);
  }

  /** @param {KeyboardEvent} event */
  #alt(event) {
    const { code } = event;
    if (/^(Digit|Numpad)[1-9]$/.test(code)) {
      if (this.input.value.trim()) return this.choose(Number(code.at(-1)) - 1, true);
      if (this.player.run) return this.player.key(event, true);
      return this.#digit(code);
    }
    if (code === "KeyS") return this.nextSegment(), true;
    if (code === "KeyN") return this.note();
    if (this.card) {
      if (code === "KeyC") return void this.copy(), true;
      if (code === "KeyM") return this.#how({ more: !this.how.more });
      if (code === "KeyA") return this.#how({ choice: this.how.choice + 1 });
      if (code === "KeyP") return this.pin(), true;
      if (code === "KeyW") return this.why(), true;
    }
    return this.player.key(event, false);
  }

  /** @param {Partial<Open>} how */
  #how(how) {
    this.how = { ...this.how, ...how };
    this.show();
    this.#tell(false, how.more);
    return true;
  }
}

/** Ctrl+K, ⌘K, in any layout. @param {KeyboardEvent} event */
const asksForSearch = ({ code, ctrlKey, metaKey, altKey, shiftKey }) =>
  code === "KeyK" && ctrlKey !== metaKey && !altKey && !shiftKey;
