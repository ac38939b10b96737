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
import { heard } from "./card.js";
import { Desk, announce, flash, later } from "./desk.js";
import { copy, place } from "./dom.js";
import { Client } from "./engine/client.js";
import { unsafe, waiting } from "./memory/entries.js";
import { open } from "./memory/store.js";
import { Player, underWay } from "./player/player.js";
import { NONE } from "./player/run.js";
import { firstNeeded, woken } from "./screen/arriving.js";
import { Tally } from "./screen/insight.js";
import { listen } from "./screen/keys.js";
import { linked } from "./screen/linked.js";
import { isReply, take } from "./screen/replies.js";
import { asked, Results, search, SHUT } from "./screen/searching.js";
import { atRest, field, help, network, segments, show, top, unknown, updated } from "./screen/view.js";
import { copied, spoken } from "./spoken.js";
import { breath } from "./text.js";
import { reasons } from "./why.js";

/** @import { Open, Run, Start } from "./types.d.ts" */

/** @param {Start} at */
export async function start(at) {
  const index = new URL("index.bin", at.data).href;
  const engine = new Client(new URL("./engine/worker.js", import.meta.url), index);
  const desk = new Desk(await load(new URL("answers.json", at.data), at.answers), at.root, open(at.root.pathname));
  if (desk.answers.header.trials) (await import("./player/trials.js")).hold(desk);
  const link = linked(desk.answers.header);
  await desk.answers.need([...underWay(desk.store), link.script ?? ""]);
  const screen = new Screen(desk, engine, at.data);
  if (screen.player.run || link.script) await screen.player.load();
  const { framed } = place("call").dataset.origins ? await import("./embed.js") : { framed: null };
  if (framed && !framed(screen)) return;
  engine.ready.then(() => screen.awake(), () => screen.silent());
  screen.begin(link);
  place("call").dataset.release = at.release.version;
  await woken(screen);
  const { installable, watch } = await after(screen);
  installable(at.root);
  // What keeps the release for hours without network begins last: it fetches all that is left.
  await firstNeeded(screen);
  watch(at, () => screen.idle, (apply) => updated(desk, apply), (there) => network(desk, there));
}

/** Load what nobody needs before the first key; where that fails it is asked for again when needed. @param {Screen} screen */
async function after(screen) {
  const update = import("./update.js");
  await Promise.allSettled([screen.player.load(), screen.remember(), screen.beside(), reasons()]);
  place("call").dataset.whole = "true";
  return update;
}

export class Screen {
  /** @param {Desk} desk @param {Client} engine @param {URL} data the folder of the release's answers */
  constructor(desk, engine, data) {
    this.desk = desk;
    this.engine = engine;
    this.data = data;
    /** What was written down, once it is loaded. @type {import("./screen/entries.js").Records | null} */
    this.records = null;
    /** Whether it stands open. */
    this.unfolded = false;
    this.input = /** @type {HTMLInputElement} */ (place("call-search"));
    this.list = place("call-results");
    this.player = new Player(place("player"), desk, {
      open: (entity) => this.open(entity),
      close: (over) => {
        // The next customer is another one.
        if (over) this.#whom(null);
        this.show();
      },
      moved: top,
      give: null,
    });
    /** How a call without a script is shown, once it is loaded. @type {typeof import("./screen/around.js").around | null} */
    this.surround = null;
    this.player.draft.show = () => this.surround?.(this, true);
    /** What is shown of a call without a script. @type {Run | null} */
    this.around = null;
    this.found = new Results();
    this.tally = new Tally(desk);
    /** What was asked of an answer that is still on its way. @type {(() => void) | null} */
    this.wish = null;
    /** @type {string | null} a card opened without a search */
    this.opened = null;
    this.how = SHUT;
    /** The segments of the base, and "" for all. */
    this.known = [...desk.answers.header.segments.map(({ id }) => id), ""];
    /** @type {string | null} null: never asked */
    this.segment = null;
    this.#remember(this.known.find((each) => each === desk.store.tab.get("segment", null)) ?? null);
    /** Whether the engine has come to life. */
    this.searching = false;
    /** What is looked at: when it changes, its beginning comes into view. */
    this.looked = "";
    this.timers = { dwell: 0, idle: 0, doubt: 0 };
    /** What is shown and was asked for, and is not there yet. */
    this.awaited = "";
    /** Whether it could not be had at the last try. */
    this.late = false;
    /** What is to be heard as soon as it is there. @type {(() => void) | null} */
    this.untold = null;
  }

  /** @param {ReturnType<typeof linked>} link what a link from outside asks for */
  begin({ q, script, segment, known, told }) {
    const { desk } = this;
    const { before } = desk.answers.header;
    const owned = before.filter(({ name, own }) => own && name in told).map(({ name }) => name);
    const captured = { ...told };
    desk.owns(Object.fromEntries(owned.map((name) => [name, told[name]])));
    for (const name of owned) delete captured[name];
    const anew = q !== null || script !== null || Object.keys(captured).length > 0;
    if (segment || anew) this.#remember(known);
    if (segment && known === null) unknown(desk, "unknown_segment", segment);
    // A link from outside begins anew; a reload goes on where it was.
    const none = { query: q ?? "", active: "", opened: null, how: SHUT };
    const kept = q !== null || script !== null ? none : desk.store.tab.get("screen", none);
    this.input.value = this.input.value || kept.query;
    this.opened = desk.answers.has(kept.opened ?? "") ? kept.opened : null;
    this.how = kept.how;
    // The call of the link is none that was under way.
    if (script !== null) this.player.set(null);
    if (anew) this.player.draft.set({ ...NONE, captured });
    listen(this);
    // What this browser does not keep is gone with the page.
    window.addEventListener("beforeunload", (event) => {
      if (unsafe(desk.store) && waiting(desk.store).length) event.preventDefault();
    });
    network(desk, true);
    if (script !== null && !this.player.begin(script)) unknown(desk, "unknown_script", script.slice("script/".length));
    // The call may have begun on the script's own page.
    if (this.segment === null) this.#meantFor(this.player.run?.trail[0]?.script ?? "");
    this.player.render();
    segments(this);
    this.show();
    if (this.input.value) this.typed(kept.query === this.input.value ? kept.active : "");
    if (!document.activeElement || document.activeElement === document.body) this.input.focus();
    place("call").dataset.ready = "true";
  }

  /** Whether a reload now would disturb nobody. */
  get idle() {
    return !this.input.value && !this.opened && !this.player.run && !place("call-around").contains(document.activeElement);
  }

  get query() {
    return this.input.value.trim();
  }

  /** The card whose answer is on the screen. */
  get entity() {
    if (this.query) return this.found.chosen?.entity ?? null;
    return this.opened;
  }

  get card() {
    return this.entity ? this.desk.answers.card(this.entity) : null;
  }

  // What is found and shown -------------------------------------------------------------------

  /** @param {string} [again] the card that was chosen before a reload @param {string} [lead] to be heard before what is found */
  typed(again = "", lead = "") {
    return search(this, again, lead);
  }

  /** Do what was asked of an answer before it was there. */
  grant() {
    this.wish?.();
  }

  /** Nothing is typed, so nothing of it is found, nor still to be heard. */
  empty() {
    this.input.value = "";
    this.found.clear();
    announce("");
  }

  /** @param {number} step */
  move(step) {
    if (!this.found.hits.length) return false;
    // The first key leads from no answer to what is nearest.
    this.choose(this.found.chosen ? this.found.beside(step) : 0, false);
    return true;
  }

  /**
   * @param {number} place of the option
   * @param {boolean} used whether the card counts as opened
   */
  choose(place, used) {
    const { found } = this;
    // What is nearest may be folded as meant for others.
    if (found.doubted && place >= found.mine) found.unfolded = true;
    if (!found.options[place]) return false;
    const { entity } = found.options[place];
    if (used && isReply(entity)) return take(this, entity);
    const other = found.active !== place || !found.chosen;
    found.active = place;
    // Chosen by hand it is the answer.
    found.unsure = found.guess = found.doubted = false;
    clearTimeout(this.timers.doubt);
    if (other) this.how = asked(this);
    this.show();
    // What an arrow leads to is read as the option that it is.
    announce("");
    if (used) {
      this.tell(true);
      this.use();
      // The next letter begins a new search.
      this.input.select();
    }
    return true;
  }

  show() {
    show(this);
  }

  /** Show the list anew, and nothing else. */
  listed() {
    if (this.query) field(this, this.found.hits.length > 0 && !this.found.doubted);
  }

  // What a person does ------------------------------------------------------------------------

  /** @param {string} segment */
  talk(segment) {
    this.#remember(segment);
    place("call-unknown").hidden = true;
    segments(this);
    const title = this.desk.answers.header.segments.find(({ id }) => id === segment)?.title ?? this.desk.t("who_all");
    announce(title);
    if (this.query) this.typed("", title);
    else this.show();
  }

  /** @param {string | null} segment */
  #remember(segment) {
    this.segment = segment;
    this.desk.segment = segment ?? "";
    this.desk.store.tab.set("segment", segment);
  }

  /** @param {string | null} segment */
  #whom(segment) {
    if (segment === this.segment) return;
    this.#remember(segment);
    segments(this);
  }

  /** One talks to whom a script is for: where these are several, and not the chosen one, nobody knows. @param {string} script */
  #meantFor(script) {
    const whom = this.desk.answers.whom(script).filter((each) => this.known.includes(each));
    if (whom.length && !whom.includes(this.segment ?? "")) this.#whom(whom.length === 1 ? whom[0] : null);
  }

  nextSegment() {
    const all = this.known;
    this.talk(all[(all.indexOf(this.segment ?? "") + 1) % all.length]);
  }

  /** Open a card without a search. @param {string} entity */
  open(entity) {
    if (!this.desk.answers.has(entity)) return false;
    this.empty();
    this.opened = entity;
    this.how = SHUT;
    this.show();
    this.use();
    this.tell(true);
    this.input.focus();
    return true;
  }

  /** Begin a script; a call that is under way is not lost without a question. @param {string} entity */
  script(entity) {
    if (later(this.desk, entity, () => this.script(entity))) return;
    this.player.surely(entity, () => {
      this.empty();
      this.opened = null;
      if (this.player.begin(entity)) this.#meantFor(entity);
    });
    if (this.player.sure) announce(this.desk.t("start_sure"));
    this.show();
    this.input.focus();
  }

  /** Count the card on the screen as used in this call. */
  use() {
    const { entity, tally } = this;
    clearTimeout(this.timers.dwell);
    if (!entity || isReply(entity) || tally.counted === entity) return;
    tally.use(entity);
    this.#aside(() => this.player.met(entity));
  }

  /** Let the player take something in while something else is looked at. @param {() => void} act */
  #aside(act) {
    const shown = place("player").hidden;
    act();
    place("player").hidden = shown;
  }

  /** The talk is over: what was looked at gives way to its end. */
  finish() {
    this.empty();
    this.opened = null;
    this.how = SHUT;
    this.player.end();
    this.show();
    this.input.focus();
  }

  /** Note the customer's words: what was shown is no answer to them. */
  note() {
    const { entity, found, query, tally } = this;
    if (!found.answered || found.answered !== query) return false;
    // Of a reply its script was shown.
    const told = tally.miss(query, this.segment, entity?.split("#")[0] ?? "");
    // In the summary of the call they are, wherever else there is no room.
    this.#aside(() => this.player.noted(query));
    // It was not what the customer said.
    tally.counted = entity ?? "";
    flash(this.desk.t(told));
    this.input.select();
    return true;
  }

  /** @returns {Promise<void>} */
  async copy() {
    const { card, desk, entity } = this;
    if (entity && later(desk, entity, () => this.entity === entity && this.copy())) return;
    if (!card) return;
    flash(desk.t((await copy(copied(card, this.how.choice))) ? "copied" : "not_copied"));
    this.use();
    this.input.select();
  }

  pin() {
    if (!this.entity) return;
    const told = this.tally.pin(this.entity);
    flash(this.desk.t(told));
    if (told === "pins_full") return;
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
  tell(titled, more) {
    const { card, desk, entity } = this;
    this.untold = card ? null : () => this.entity === entity && this.tell(titled, more);
    if (!card) return;
    const { now, later, proof, facts } = spoken(card, this.how.choice);
    const text = more ? heard(desk, "more", [...later, ...proof, ...facts]) : heard(desk, "say", now);
    announce([titled && card.value.title, text].filter(Boolean).join(". "));
  }

  /** One step out: from the results to the card or step below, from there to what is at hand. */
  back() {
    place("call-unknown").hidden = true;
    if (!place("call-keys").hidden) help(this.desk);
    else if (this.input.value || this.opened) {
      this.player.sure = "";
      this.input.value = "";
      this.typed();
      if (!place("player").hidden) this.player.tell();
    } else this.player.renew();
    this.input.focus();
  }

  /** Load what was written down, and what became of it. @returns {Promise<void>} */
  async remember() {
    const { Records } = await import("./screen/entries.js");
    this.records ??= new Records(this.desk, this.data);
    await this.records.learn();
    if (!place("call-home").hidden) atRest(this);
  }

  /** Load what is shown of a call without a script. @returns {Promise<void>} */
  async beside() {
    const { around } = await import("./screen/around.js");
    this.surround = around;
    around(this);
  }

  /** «Мои записи», from where one stands at rest. */
  showRecords() {
    if (place("call-home").hidden) return flash(this.desk.t("entries_rest"));
    this.unfolded = true;
    atRest(this);
    const fold = place("call-home").querySelector(".call-notes");
    fold?.scrollIntoView({ block: "start", behavior: "instant" });
    fold?.querySelector("summary")?.focus();
  }

  /** The search can be asked. */
  awake() {
    this.searching = true;
    place("call").dataset.searching = "true";
  }

  /** The search does not answer: a browser short of memory ends a worker without a word. */
  silent() {
    place("call-broken").textContent = this.desk.t("no_search");
    place("call-broken").hidden = false;
    // What was typed comes back with a reload.
    this.show();
  }

  /** Let the open card stand otherwise. @param {Partial<Open>} how */
  turn(how) {
    this.how = { ...this.how, ...how };
    this.show();
    this.tell(false, how.more);
    return true;
  }
}
