/**
 * The player: a script one step at a time, beside a call that does not wait. It shows a run and
 * turns keys and clicks into the next one; what a run is, `run.js` knows.
 */

import { announce, flash, later } from "../desk.js";
import { copy } from "../dom.js";
import { Draft } from "./draft.js";
import { complete, end, over, reopened } from "./outcome.js";
import { back, choose, follow, here, meet, node, NONE, passed, settled, start, tick, ways } from "./run.js";

/**
 * @import { Desk } from "../desk.js"
 * @import { Run, Step, Store } from "../types.d.ts"
 */

/** The scripts of the call that a reload goes on with. @param {Store} store @returns {string[]} */
export function underWay(store) {
  return store.tab.get("run", NONE).trail.flatMap((at) => at?.script ?? []);
}

export class Player {
  /**
   * @param {HTMLElement} place `#player`
   * @param {Desk} desk
   * @param {{open: (entity: string) => void, close: ((over: boolean) => void) | null, moved: () => void, give: ((run: Run, text: string) => void) | null}} acts
   *   show a card; leave the script (null where the script is the page), and the call with it or not;
   *   another step is shown; hand a summary to the CRM around the screen, null where none is
   */
  constructor(place, desk, acts) {
    this.place = place;
    this.desk = desk;
    this.acts = acts;
    /** @type {Run | null} */
    const found = desk.store.tab.get("run", NONE);
    const kept = found.trail.length || found.ending ? found : null;
    this.run = settled(kept, (entity) => this.find(entity));
    if (this.run !== kept && this.run) flash(desk.t("step_gone"));
    /** A button that was pressed once and wants a second press. */
    this.sure = "";
    /** Whether what was known before the call stands open. */
    this.unfolded = false;
    /** How a call is shown: it comes when a call may begin. @type {typeof import("./shown.js") | null} */
    this.shown = null;
    /** What is known of a call that no script leads. */
    this.draft = new Draft(desk);
    desk.knows(this.known.captured);
  }

  /** Have there what a call is shown by. @returns {Promise<void>} rejected where it cannot be had */
  async load() {
    if (this.shown) return;
    this.shown = await import("./shown.js");
    if (!this.run) return;
    // Something else may be looked at meanwhile.
    const { hidden } = this.place;
    this.render();
    this.place.hidden = hidden;
    if (!hidden) this.tell();
  }

  /** @param {string} entity */
  find(entity) {
    return this.desk.answers.card(entity);
  }

  get step() {
    const at = this.run && here(this.run);
    return at ? node(this.find(at.script), at.node) : null;
  }

  /** Whether the call is over, or said to be. */
  get over() {
    return over(this.run, this.step);
  }

  /** The call as far as it is known, with a script or without. */
  get known() {
    return this.run ?? this.draft.run;
  }

  /** The offers of all steps so far, the latest first. */
  get offered() {
    const been = this.run?.trail.map((at) => node(this.find(at.script), at.node)) ?? [];
    return been.reverse().flatMap((step) => step?.offers ?? []).map((id) => `offer/${id}`);
  }

  /** The objections and questions that the step expects, in the order of their keys. */
  get expected() {
    const step = this.step;
    return [
      ...(step?.objections ?? []).map((id) => `objection/${id}`),
      ...(step?.questions ?? []).map((id) => `question/${id}`),
    ].filter((entity) => this.desk.answers.has(entity));
  }

  /** @param {string} entity @returns {boolean} whether there is such a script */
  begin(entity) {
    const script = this.find(entity);
    if (!script || !node(script, script.value.entry)) return false;
    // What was heard before a script began is heard in the same call.
    const before = this.acts.close && !this.run ? this.draft.taken() : {};
    this.go(passed({ ...start(script), ...before }, (each) => this.find(each)));
    return true;
  }

  /** @param {Run | null} run */
  go(run) {
    this.set(run);
    this.acts.moved();
    this.tell();
  }

  /** Tell who does not see the step what those who do are to say at once. */
  tell() {
    const text = (/** @type {string} */ what) => this.place.querySelector(what)?.textContent ?? "";
    const say = text("#player-say p");
    if (say) announce(`${text(".call-alarm")} ${text("#player-skipped span")} ${this.desk.t("say")}: ${say}`);
  }

  /** @param {Run | null} run */
  set(run) {
    this.run = run;
    this.sure = "";
    this.desk.knows(this.known.captured);
    this.desk.store.tab.set("run", run);
    this.render();
  }

  /** Keep what is typed into a field of the call; it stays as it is. @param {Partial<Run>} part */
  write(part) {
    if (!this.run) return this.draft.set({ ...this.draft.run, ...part });
    this.run = { ...this.run, ...part };
    this.desk.knows(this.run.captured);
    this.desk.store.tab.set("run", this.run);
    const shown = document.getElementById("player-summary");
    if (shown) shown.textContent = this.#summary(this.run);
  }

  /** A field is done with: one goes on, and what it fills is shown everywhere. */
  left() {
    this.leave();
    this.render();
  }

  /** Put the cursor into a field, over what stands there. @param {string} name */
  enter(name) {
    const input = /** @type {HTMLInputElement | null} */ (this.place.querySelector(`[name="${name}"]`));
    input?.focus();
    input?.select();
  }

  /** Take something out of what is known of the call. @param {(run: Run) => Run} out */
  drop(out) {
    if (this.run) return this.set(out(this.run));
    this.draft.set(out(this.draft.run));
    this.draft.show();
  }

  /** The talk is over, at whatever step it was. */
  end() {
    this.set(end(this.run ?? { ...NONE, ...this.draft.taken(), started: new Date().toISOString() }));
    this.acts.moved();
    announce(this.desk.t("end_ask"));
  }

  /** It is not, or it ended otherwise. @param {Run} run */
  #reopen(run) {
    const open = reopened(run, this.step);
    if (open.ending || open.trail.length) return this.set(open);
    this.draft.set(open);
    this.set(null);
    this.acts.close?.(false);
  }

  /**
   * Something came up in the call. After its end only what the last step itself expects counts: what
   * else is looked up is for the next customer.
   * @param {string} entity
   */
  met(entity) {
    if (!this.run) return this.draft.meet(entity);
    if (this.over && (this.kept || !this.expected.includes(entity))) return;
    const run = meet(this.run, entity);
    if (run !== this.run) this.set(run);
  }

  /** Words of the customer were noted: those of a call that is over are of the next. @param {string} words */
  noted(words) {
    const present = this.over || !this.run ? this.draft.run : this.run;
    if (present.noted.includes(words)) return;
    const run = { ...present, noted: [...present.noted, words] };
    if (present === this.run) this.set(run);
    else this.draft.set(run);
  }

  /** @param {number} place from 0 @returns {boolean} */
  answer(place) {
    if (!this.run) return false;
    if (this.over) return this.shown?.pick(this, place) ?? false;
    const { run: present, step } = this;
    const { next = "" } = ways(step)[place] ?? {};
    if (later(this.desk, next, () => this.run === present && this.answer(place))) return true;
    const run = choose(this.run, place, (entity) => this.find(entity));
    if (run === this.run) return false;
    this.go(run);
    return true;
  }

  /** Go on as the customer answered, wherever the script waits for that. @param {{says: string, next: string}} way */
  take(way) {
    const present = this.run;
    if (!present || this.over || later(this.desk, way.next, () => this.run === present && this.take(way))) return;
    this.go(follow(present, way, (entity) => this.find(entity)));
  }

  /** Open an objection or a question of the step. @param {number} place from 0 */
  expect(place) {
    const entity = this.expected[place];
    if (!entity) return false;
    this.met(entity);
    this.acts.open(entity);
    return true;
  }

  back() {
    if (this.run?.ending) return this.#reopen(this.run), true;
    if (!this.run || this.run.trail.length < 2) return false;
    this.go(back(this.run));
    return true;
  }

  /** Whether the CRM has all of the call: its summary was copied as it is now. */
  get kept() {
    return this.run?.copied !== undefined && this.run.copied === this.#summary(this.run);
  }

  /** Whether nothing of the call is lost with its run. */
  get spare() {
    const { run } = this;
    return !run || this.kept || (run.trail.length < 2 && !written(run));
  }

  /** Ask for a second press before something is lost. @param {string} what @param {() => void} act */
  surely(what, act) {
    if (this.sure === what || this.spare) {
      act();
      return;
    }
    this.sure = what;
    this.render();
  }

  restart() {
    const first = this.run?.trail[0].script;
    this.surely("restart", () => first && this.begin(first));
  }

  close() {
    this.surely("close", () => {
      this.set(null);
      this.acts.close?.(true);
    });
  }

  /** The call is over: make room for the next one. @returns {boolean} whether it is over */
  renew() {
    if (!this.run || !this.over) return false;
    // Asked by mistake, it is no end.
    if (this.run.ending && !this.run.outcome) return this.#reopen(this.run), true;
    if (this.acts.close) this.close();
    else this.restart();
    if (this.sure) flash(this.desk.t("end_sure"));
    return true;
  }

  /** Tick the first mandatory phrase that is not said yet. */
  tickNext() {
    const [left] = this.unsaid();
    if (left) this.tick(left);
    return Boolean(left);
  }

  /** @param {string} id of a mandatory phrase that is said now */
  tick(id) {
    if (!this.run) return;
    this.set(tick(this.run, id));
    announce(`${this.desk.t("must_done")}: ${this.desk.answers.header.must_say[id]?.say ?? id}`);
  }

  unsaid() {
    const phrases = this.desk.answers.header.must_say;
    return (this.run && this.shown?.unsaid(this.run, (each) => this.find(each), phrases)) ?? [];
  }

  /** Put the cursor into the field that the step fills, from there into the next. */
  focusCapture() {
    const all = [...this.place.querySelectorAll("input")].filter((each) => each.checkVisibility());
    const field = all[all.findIndex((each) => each === document.activeElement) + 1] ?? all[0];
    field?.focus();
    return Boolean(field);
  }

  /** @param {Run} run @returns {string} "" before it can be shown */
  #summary(run) {
    return this.shown?.summary(run, this.desk) ?? "";
  }

  async copySummary() {
    if (!this.run || !complete(this.run, this.step, this.desk.answers.header.reasons)) return false;
    const text = this.#summary(this.run);
    if (!text) return false;
    const { give } = this.acts;
    give?.(this.run, text);
    // A frame may be refused the clipboard.
    const done = (await copy(text)) || give !== null;
    if (done) this.set({ ...this.run, copied: text });
    flash(this.desk.t(give ? "given" : done ? "copied" : "not_copied"));
    return done;
  }

  /** Open the reasons of all that the step says, or close them. */
  why() {
    const all = /** @type {HTMLElement[]} */ ([...this.place.querySelectorAll("[data-why]")]);
    const shut = all.filter((each) => each.getAttribute("aria-expanded") === "false");
    for (const each of shut.length ? shut : all) each.click();
    return all.length > 0;
  }

  /**
   * Answer a key that the player understands, wherever the cursor stands.
   * @param {KeyboardEvent} event
   * @param {boolean} free whether bare keys may be taken: nothing is being typed
   * @returns {boolean} whether it was one
   */
  key(event, free) {
    if (!this.run) return false;
    const { code, altKey, shiftKey } = event;
    if (shiftKey) return false;
    const digit = Number(/^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] ?? 0);
    if (altKey) {
      if (digit) return this.expect(digit - 1);
      if (code === "KeyZ") return this.focusCapture();
      if (code === "KeyO") return this.tickNext();
      if (code === "KeyW") return this.why();
      if (code === "KeyQ") return this.end(), true;
      if (code !== "KeyC" || !this.over) return false;
      this.copySummary();
      return true;
    }
    if (!free) return false;
    if (digit) return this.answer(digit - 1);
    if (code === "Escape") return this.renew();
    if (code === "Backspace") return this.back();
    if (code === "Enter" && ways(this.step).length === 1) return this.answer(0);
    return false;
  }

  /** Fetch what the step may lead to. */
  #ahead() {
    const { step } = this;
    const next = ways(step).map((way) => way.next);
    this.desk.answers.need([...next, ...this.expected, ...(step?.offers ?? []).map((id) => `offer/${id}`)]).catch(() => {});
  }

  render() {
    const { run, step, desk } = this;
    this.#ahead();
    const had = /** @type {HTMLInputElement} */ (document.activeElement);
    const within = this.place.contains(had);
    if (run && !this.shown) this.load().catch(() => flash(desk.t("broken")));
    this.place.replaceChildren(...(run ? this.#parts(run, step) : []));
    this.place.hidden = !run;
    this.place.setAttribute("aria-label", desk.t("player"));
    if (!within) return;
    // What had the focus is made anew; a way on has no name, as it is not that of the next step.
    const again = /** @type {HTMLInputElement | null} */ (this.place.querySelector(`[name="${had.name}"]:enabled`));
    if (!again) return this.leave();
    again.focus();
    if (had.type === "text") again.setSelectionRange(had.selectionStart, had.selectionEnd);
  }

  /** Give the focus to where one goes on: to the search field, on the page of a script to the player. */
  leave() {
    (document.getElementById("call-search") ?? this.place.parentElement)?.focus();
  }

  /** @param {Run} run @param {Step | null} step */
  #parts(run, step) {
    if (!this.shown) return [];
    const { body, ending, foot, head } = this.shown;
    const shown = run.ending ? ending(this, run) : step ? body(this, run, step) : [];
    return [...(step ? [head(this, run)] : []), ...shown, ...foot(this, run)];
  }
}

/** Whether anything of a call was written down. @param {Run} run */
const written = ({ captured, comment, noted, outcome }) => Boolean(comment || noted.length || outcome || Object.values(captured).some(Boolean));
