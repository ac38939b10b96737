/**
 * «Мои записи» on the screen: what waits to be sent, all of it at once, and what became of what was.
 * Loaded after the first key.
 */

import { button, copy, el, link } from "../dom.js";
import { flash } from "../desk.js";
import { became, published } from "../memory/became.js";
import { all, drop, send, unsend, waiting } from "../memory/entries.js";
import { body, issue, post, written } from "../memory/sending.js";
import { PINS } from "../memory/store.js";
import { day, daysBetween, FRESH_DAYS } from "../text.js";
import { draft } from "./draft.js";
import { where } from "./home.js";
import { noticed } from "./insight.js";

/**
 * @import { Desk } from "../desk.js"
 * @import { Became, Entry, Outcome } from "../types.d.ts"
 * @import { Acts } from "./home.js"
 */

/** The names under which an entry is written, as `kb import voice` knows them. */
const LABELS = {
  title: "notes",
  entity: "entry_card",
  kind: "entry_kind",
  kind_otherwise: "entry_otherwise",
  kind_failed: "entry_failed",
  kind_idea: "entry_idea",
  text: "entry_text",
  first_words: "entry_first",
  purposes: "entry_purposes",
  matters: "entry_matters",
  segment: "entry_segment",
  day: "entry_day",
  times: "entry_times",
};
/** How it is told what became of an entry. @type {Record<Outcome["how"], string>} */
const TOLD = { accepted: "became_accepted", declined: "became_declined", open: "became_open", words: "became_words", insight: "became_insight", changed: "became_changed" };
/** So many of one's own are told on a card. */
const ON_CARD = 3;

/** @param {Desk} desk @returns {Record<string, string>} */
const labels = (desk) => Object.fromEntries(Object.entries(LABELS).map(([name, text]) => [name, desk.t(text)]));

/** What the release says of entries, asked for where there are any. */
export class Records {
  /** @param {Desk} desk @param {URL} data */
  constructor(desk, data) {
    this.desk = desk;
    this.data = data;
    /** @type {Became | null} */
    this.published = null;
    /** What waits for a second press. */
    this.sure = "";
  }

  /** @returns {Promise<void>} */
  async learn() {
    if (!this.published && all(this.desk.store).length) this.published = await published(this.data);
  }

  /** @param {Entry} entry */
  of(entry) {
    return this.published && became(entry, this.published);
  }

  /** What one wrote of a card, with what became of it. @param {string} entity */
  *about(entity) {
    const { desk } = this;
    const own = all(desk.store).map((entry) => ({ entry, outcome: this.of(entry) }));
    const here = own.filter(({ entry, outcome }) => entry.entity === entity || outcome?.entity === entity);
    if (!here.length) return;
    const lines = here.slice(0, ON_CARD).map(({ entry, outcome }) => el("li", null, said(desk, entry), ...told(desk, entry, outcome, null)));
    yield el("section", { class: "call-own", "aria-label": desk.t("own") }, el("h3", { class: "call-label" }, desk.t("own")), el("ul", null, ...lines));
  }

  /** Of one's own words those that came into the base of late. @param {Acts} acts */
  *news(acts) {
    const { desk } = this;
    const own = all(desk.store).map((entry) => ({ entry, outcome: this.of(entry) }));
    const fresh = own.filter(({ outcome }) => outcome && outcome.how !== "open" && daysBetween(outcome.day, desk.today) <= FRESH_DAYS);
    if (!fresh.length) return;
    const lines = fresh.slice(0, ON_CARD).map(({ entry, outcome }) => el("li", null, said(desk, entry), ...told(desk, entry, outcome, acts)));
    yield el("section", { class: "call-home__part call-own", id: "call-became" }, el("h2", { class: "call-label" }, desk.t("became")), el("ul", null, ...lines));
  }

  /** All of them, and what one does with them. @param {Acts} acts */
  inside(acts) {
    const { desk } = this;
    const { store } = desk;
    const own = all(store);
    const left = waiting(store);
    const sent = own.filter((entry) => entry.sent);
    const list = (/** @type {Entry[]} */ entries, /** @type {(entry: Entry) => (Node | string)[]} */ more) =>
      el("ul", { class: "call-entries" }, ...entries.map((entry) => el("li", null, said(desk, entry), ...more(entry))));
    return [
      el("p", null, where(desk)),
      el("p", { class: "call-quiet" }, desk.t("notes_hint")),
      ...(left.length ? [el("p", { class: "call-label" }, desk.t("entries_waiting")), list(left, (entry) => [this.#out(entry, acts)]), this.#sending(left, acts)] : []),
      ...(sent.length ? [el("p", { class: "call-label" }, desk.t("entries_sent")), list(sent, (entry) => [...told(desk, entry, this.of(entry), acts), this.#again(entry, acts)])] : []),
      ...(own.length ? [] : [el("p", null, desk.t("notes_none"))]),
      el("pre", { id: "call-written", class: "call-summary", hidden: true, tabindex: "0" }),
      ...this.#counted(own, acts),
    ];
  }

  /** @param {Entry[]} left @param {Acts} acts */
  #sending(left, acts) {
    const { desk } = this;
    const { post: address, issues } = desk.answers.header.feedback;
    const n = left.length;
    const opened = issues ? issue(issues, left, labels(desk)) : null;
    return el(
      "p",
      { class: "call-sending" },
      address && button({ class: "call-button call-button--main", id: "call-send", onclick: () => this.#post(address, left, acts) }, desk.t("entries_post", { n })),
      opened && link(opened.href, desk.t("entries_issue", { n: opened.within.length }), { id: "call-issue", class: "call-button", target: "_blank", rel: "noopener noreferrer", onclick: () => this.#handed(opened.within) }),
      button({ class: address || opened ? "call-button" : "call-button call-button--main", id: "call-copy-all", onclick: () => this.#copy(left) }, desk.t("entries_copy", { n })),
      button({ class: "call-button", id: "call-sent", hidden: true, onclick: () => this.#done(acts) }, desk.t("entries_done")),
    );
  }

  /** @param {string} address @param {Entry[]} left @param {Acts} acts */
  async #post(address, left, acts) {
    const { desk } = this;
    const sent = /** @type {HTMLButtonElement | null} */ (document.getElementById("call-send"));
    if (sent) sent.disabled = true;
    const bodies = left.map(body);
    const done = await post(address, bodies.length === 1 ? bodies[0] : bodies);
    if (sent) sent.disabled = false;
    if (!done) this.#shown(written(left, labels(desk)));
    flash(desk.t(done ? "entries_posted" : "entries_failed"));
    if (done) this.#sent(left, acts);
  }

  /** @param {Entry[]} left */
  async #copy(left) {
    const { desk } = this;
    const text = written(left, labels(desk));
    this.#shown(text);
    const done = await copy(text);
    flash(desk.t(done ? "entries_copied" : "not_copied"));
    this.#handed(left);
  }

  /** @param {string} text */
  #shown(text) {
    const shown = document.getElementById("call-written");
    if (shown) [shown.textContent, shown.hidden] = [text, false];
  }

  /** They are on their way; only who sends them knows whether they came. @param {readonly Entry[]} entries */
  #handed(entries) {
    this.given = entries;
    const done = document.getElementById("call-sent");
    if (done) done.hidden = false;
  }

  /** @param {Acts} acts */
  #done(acts) {
    if (this.given) this.#sent(this.given, acts);
  }

  /** @param {readonly Entry[]} entries @param {Acts} acts */
  #sent(entries, acts) {
    const { desk } = this;
    send(desk.store, entries, desk.today);
    this.given = null;
    this.learn().then(() => acts.show());
  }

  /** @param {Entry} entry @param {Acts} acts */
  #again(entry, acts) {
    const back = () => {
      unsend(this.desk.store, [entry]);
      acts.show();
    };
    return button({ class: "call-chip", onclick: back }, this.desk.t("entries_again"));
  }

  /** Taken out for good, at the second press. @param {Entry} entry @param {Acts} acts */
  #out(entry, acts) {
    const { desk } = this;
    const away = () => {
      const sure = this.sure === entry.id;
      this.sure = sure ? "" : entry.id;
      if (sure) drop(desk.store, [entry]);
      acts.show();
    };
    const text = this.sure === entry.id ? desk.t("entries_out_sure") : "✕";
    return button({ class: "call-chip", "aria-label": desk.t("entries_out", { words: entry.text || entry.first_words }), onclick: away }, text);
  }

  /** The counts of this screen, as the draft of an insight. @param {Entry[]} own @param {Acts} acts */
  *#counted(own, acts) {
    const { desk } = this;
    const kept = noticed(desk.store, desk.today);
    const cards = Object.entries(kept.opened).sort((a, b) => b[1] - a[1]).slice(0, PINS);
    if (cards.length) {
      yield el("p", { class: "call-label" }, desk.t("notes_opened"));
      yield el("ul", null, ...cards.map(([entity, count]) => el("li", null, `${desk.answers.title(entity)} — ${count}`)));
    }
    if (!own.length && !cards.length) return;
    const export_ = async () => {
      const text = draft(kept, desk.today, { title: desk.t("draft_title"), note: desk.t("draft_note"), instead: desk.t("notes_instead") });
      const shown = document.getElementById("call-draft");
      if (shown) [shown.textContent, shown.hidden] = [text, false];
      flash(desk.t((await copy(text)) ? "copied" : "not_copied"));
    };
    yield el("p", null, button({ class: "call-button", id: "call-export", onclick: export_ }, desk.t("notes_copy")), " ", this.#clear(acts));
    yield el("pre", { id: "call-draft", class: "call-summary", hidden: true, tabindex: "0" });
  }

  /** @param {Acts} acts */
  #clear(acts) {
    const { desk } = this;
    const sure = this.sure === "all";
    const clear = () => {
      this.sure = sure ? "" : "all";
      if (sure) {
        desk.store.browser.set("notes", null);
        desk.store.browser.set("entries", null);
        flash(desk.t("notes_cleared"));
      }
      acts.show();
    };
    return button({ class: "call-button", id: "call-clear-notes", onclick: clear }, desk.t(sure ? "notes_clear_sure" : "notes_clear"));
  }
}

/** An entry in one line. @param {Desk} desk @param {Entry} entry */
function said(desk, entry) {
  const { entity, times } = entry;
  const words = [entry.text, entry.first_words, entry.purposes, entry.matters].find((each) => each.trim()) ?? "";
  const about = entity ? ` → ${desk.answers.title(entity)}` : "";
  return el("span", { class: "call-entry" }, `${words}${about} — ${times}`);
}

/** @param {Desk} desk @param {Entry} entry @param {Outcome | null} outcome @param {Acts | null} acts null on a card */
function* told(desk, entry, outcome, acts) {
  const name = (/** @type {string} */ iso) => (iso ? day(iso, desk.today, desk.language) : "");
  if (!outcome) {
    yield el("span", { class: "call-dates" }, ` ${entry.sent ? desk.t("became_none", { day: name(entry.sent) }) : desk.t("became_waiting")}`);
    return;
  }
  const { entity = "", title = "", how, reply } = outcome;
  const named = desk.answers.has(entity) ? desk.answers.title(entity) : title;
  const text = desk.t(TOLD[how], { day: name(outcome.day), title: named });
  const open = acts && desk.answers.has(entity);
  yield open
    ? button({ class: "call-line call-became", "data-became": entity, onclick: () => acts.open(entity) }, text)
    : outcome.url
      ? link(desk.url(outcome.url), text, { class: "call-became" })
      : el("span", { class: "call-became" }, text);
  if (reply || (how !== "insight" && title && title !== named)) yield el("span", { class: "call-line__why" }, reply || title);
}
