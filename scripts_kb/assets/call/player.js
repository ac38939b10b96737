/**
 * The player: a script one step at a time, beside a call that does not wait. It shows a run and
 * turns keys and clicks into the next one; what a run is, `run.js` knows.
 */

import { alarm, aloud, validity } from "./card.js";
import { announce, flash } from "./desk.js";
import { button, copy, el, key } from "./dom.js";
import {
  back,
  capture,
  choose,
  complete,
  greeted,
  here,
  meet,
  node,
  NONE,
  REASONED,
  settled,
  stages,
  start,
  summary,
  tick,
  unsaid,
  ways,
} from "./run.js";
import { fresh, reason } from "./spoken.js";
import { breath, inForce } from "./text.js";
import { mark } from "./why.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./run.js").Run} Run */

export class Player {
  /**
   * @param {HTMLElement} place `#player`
   * @param {Desk} desk
   * @param {{open: (entity: string) => void, close: (() => void) | null, moved: () => void}} acts
   *   show a card; leave the script (null where the script is the page); another step is shown
   */
  constructor(place, desk, acts) {
    this.place = place;
    this.desk = desk;
    this.acts = acts;
    /** @type {Run | null} */
    const found = desk.store.tab.get("run", NONE);
    const kept = here(found) ? found : null;
    this.run = settled(kept, (entity) => this.find(entity));
    if (this.run !== kept && this.run) flash(desk.t("step_gone"));
    /** A button that was pressed once and wants a second press. */
    this.sure = "";
    this.more = false;
    desk.captured = this.run?.captured ?? {};
  }

  /** @param {string} entity */
  find(entity) {
    return this.desk.answers.card(entity);
  }

  get step() {
    const at = this.run && here(this.run);
    return at ? node(this.find(at.script), at.node) : null;
  }

  /** The objections and questions that the step expects, in the order of their keys. */
  get expected() {
    const step = this.step;
    return [
      ...(step?.objections ?? []).map((/** @type {string} */ id) => `objection/${id}`),
      ...(step?.questions ?? []).map((/** @type {string} */ id) => `question/${id}`),
    ].filter((entity) => this.find(entity));
  }

  /** @param {string} entity @returns {boolean} whether there is such a script */
  begin(entity) {
    const script = this.find(entity);
    if (!script || !node(script, script.value.entry)) return false;
    this.go(start(script));
    return true;
  }

  /** @param {Run | null} run */
  go(run) {
    this.more = false;
    this.set(run);
    this.acts.moved();
    this.tell();
  }

  /** Tell who does not see the step what those who do are to say at once. */
  tell() {
    const text = (/** @type {string} */ what) => this.place.querySelector(what)?.textContent ?? "";
    const say = text("#player-say p");
    if (say) announce(`${text(".call-alarm")} ${this.desk.t("say")}: ${say}`);
  }

  /** @param {Run | null} run */
  set(run) {
    this.run = run;
    this.sure = "";
    this.desk.captured = run?.captured ?? {};
    this.desk.store.tab.set("run", run);
    this.render();
  }

  /**
   * Something came up in the call. After its end only what the last step itself expects counts: what
   * else is looked up is for the next customer.
   * @param {string} entity
   */
  met(entity) {
    if (!this.run || (this.step?.outcome && (this.kept || !this.expected.includes(entity)))) return;
    const run = meet(this.run, entity);
    if (run !== this.run) this.set(run);
  }

  /** @param {number} place from 0 @returns {boolean} */
  answer(place) {
    if (!this.run) return false;
    const step = this.step;
    if (step?.outcome && REASONED.includes(step.outcome)) {
      const reason = this.desk.answers.header.reasons[step.outcome]?.[place];
      if (reason) this.set({ ...this.run, reason: reason.id });
      return Boolean(reason);
    }
    const run = choose(this.run, place, (entity) => this.find(entity));
    if (run === this.run) return false;
    this.go(run);
    return true;
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
    if (!this.run || this.run.trail.length < 2) return false;
    this.go(back(this.run));
    return true;
  }

  /** Whether the CRM has all of the call: its summary was copied as it is now. */
  get kept() {
    return this.run?.copied !== undefined && this.run.copied === summary(this.run, this.desk);
  }

  /** Whether nothing of the call is lost with its run. */
  get spare() {
    const { run } = this;
    return !run || this.kept || (run.trail.length < 2 && !Object.values(run.captured).some(Boolean));
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
      this.acts.close?.();
    });
  }

  /** The call is over: make room for the next one. @returns {boolean} whether it is over */
  renew() {
    if (!this.step?.outcome) return false;
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
    return this.run ? unsaid(this.run, (each) => this.find(each), phrases) : [];
  }

  /** Put the cursor into the field that the step fills. */
  focusCapture() {
    const field = this.place.querySelector("input");
    field?.focus();
    return Boolean(field);
  }

  async copySummary() {
    if (!this.run || !complete(this.run, this.step, this.desk.answers.header.reasons)) return false;
    const text = summary(this.run, this.desk);
    const done = await copy(text);
    if (done) this.set({ ...this.run, copied: text });
    flash(this.desk.t(done ? "copied" : "not_copied"));
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
      if (code !== "KeyC" || !this.step?.outcome) return false;
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

  render() {
    const { run, step, desk } = this;
    const had = /** @type {HTMLInputElement} */ (document.activeElement);
    const within = this.place.contains(had);
    this.place.replaceChildren(...(run && step ? [this.#head(run), ...this.#step(run, step), ...this.#foot(run)] : []));
    this.place.hidden = !run;
    this.place.setAttribute("aria-label", desk.t("player"));
    if (!within) return;
    // What had the focus is made anew; a way on has no name, as it is not that of the next step.
    const again = /** @type {HTMLInputElement | null} */ (this.place.querySelector(`[name="${had.name}"]:enabled`));
    if (!again) return this.#leave();
    again.focus();
    if (had.type === "text") again.setSelectionRange(had.selectionStart, had.selectionEnd);
  }

  /** Give the focus to where one goes on: to the search field, on the page of a script to the player. */
  #leave() {
    (document.getElementById("call-search") ?? this.place.parentElement)?.focus();
  }

  /** @param {Run} run */
  #head(run) {
    const { desk } = this;
    const script = this.find(here(run).script);
    const labels = desk.answers.header.labels.stage;
    const steps = stages(run, script).map(({ stage, state }) =>
      el(
        "li",
        { class: `call-stage call-stage--${state}`, "aria-current": state === "now" && "step" },
        labels[stage] ?? stage,
      ),
    );
    return el(
      "header",
      { class: "call-player__head" },
      el("span", { class: "call-player__title" }, script?.value.title ?? ""),
      el("ol", { class: "call-stages", "aria-label": desk.t("stages") }, ...steps),
    );
  }

  /** @param {Run} run */
  *#must(run) {
    const { desk } = this;
    const left = this.unsaid();
    if (!left.length) return;
    const list = left.map((id, index) => {
      const phrase = desk.answers.header.must_say[id];
      return el(
        "li",
        null,
        button(
          { class: "call-tick", name: `must-${index}`, onclick: () => this.tick(id) },
          el("span", { class: "call-tick__box", "aria-hidden": "true" }),
          el("span", null, el("strong", null, ...aloud(desk, phrase?.say ?? id)), " ", phrase?.when && el("small", null, phrase.when)),
          el("span", { class: "call-unseen" }, desk.t("must_tick")),
          index === 0 && key("Alt+O"),
        ),
        this.#why(desk.answers.header.wording, `must_say[${id}].say`, phrase?.say),
      );
    });
    yield el("ul", { class: "call-must", "aria-label": desk.t("must") }, ...list);
  }

  /** @param {Run} run @param {any} step */
  *#step(run, step) {
    const { desk } = this;
    if (greeted(run, (entity) => this.find(entity))) yield el("p", { class: "call-hint", id: "player-greeted" }, desk.t("greeted"));
    if (step.intent) {
      yield el("p", { class: "call-task" }, el("span", { class: "call-label" }, desk.t("task")), step.intent);
    }
    const script = this.find(here(run).script);
    if (script) yield* alarm(desk, script, [`nodes[${step.id}].say`]);
    if (step.say) yield* this.#say(step, script);
    for (const hint of step.hints ?? []) {
      yield el("p", { class: "call-hint" }, el("span", { class: "call-label" }, desk.t("hint")), hint.say);
    }
    if (step.capture) yield this.#capture(step.capture);
    yield* this.#ways(step);
    yield* this.#must(run);
    yield* this.#expected();
    yield* this.#offers(step);
    if (step.outcome) yield* this.#outcome(step);
  }

  /** @param {any} step @param {import("./answers.js").Card | null} script */
  *#say(step, script) {
    const [first, rest] = breath(step.say);
    const said = el("div", { class: "call-say", id: "player-say" }, el("p", { class: "call-phrase" }, ...aloud(this.desk, first)));
    if (rest) said.append(el("p", { class: "call-phrase call-phrase--rest" }, ...aloud(this.desk, rest)));
    yield said;
    const [opener, panel] = this.#why(script, `nodes[${step.id}].say`, step.say);
    if (!opener) return;
    opener.append(key("Alt+W"));
    yield* [opener, panel];
  }

  /**
   * The mark of a reason and the reason. A card marks what is new; of a step all is marked, there is
   * little of it.
   * @param {import("./answers.js").Explained | null} of
   * @param {string} path
   * @param {string} text
   * @returns {HTMLElement[]} none where there is no reason yet
   */
  #why(of, path, text) {
    if (!of || !reason(of, path)) return [];
    return mark(this.desk, of, path, text, fresh(of, path, this.desk.today));
  }

  /** @param {string} name */
  #capture(name) {
    const { desk } = this;
    const label = desk.t("capture", { name: desk.answers.header.captures[name] ?? name });
    const put = (/** @type {Run} */ run, /** @type {string} */ value) => capture(run, name, value.trim());
    return this.#field(name, [label, key("Alt+Z")], "text", this.run?.captured[name] ?? "", put);
  }

  /**
   * A field that keeps what is typed into it; Enter and Esc lead back to the search.
   * @param {string} name
   * @param {(Node | string)[]} label
   * @param {string} type
   * @param {string} value
   * @param {(run: Run, value: string) => Run} put
   */
  #field(name, label, type, value, put) {
    const { desk } = this;
    const write = (/** @type {Event} */ event) => {
      if (!this.run) return;
      this.run = put(this.run, /** @type {HTMLInputElement} */ (event.target).value);
      desk.captured = this.run.captured;
      desk.store.tab.set("run", this.run);
      const shown = document.getElementById("player-summary");
      if (shown) shown.textContent = summary(this.run, desk);
    };
    const done = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.#leave();
      this.render();
    };
    return el(
      "label",
      { class: "call-capture" },
      el("span", null, ...label),
      el("input", {
        name,
        type,
        value,
        autocomplete: "off",
        enterkeyhint: "done",
        oninput: write,
        onkeydown: done,
      }),
    );
  }

  /** @param {any} step */
  *#ways(step) {
    const { desk } = this;
    const all = ways(step);
    if (!all.length) return;
    const label = desk.t(step.answers?.length ? "client_answers" : "go_on");
    yield el(
      "div",
      { class: "call-ways", role: "group", "aria-label": label },
      ...all.map((way, index) =>
        button(
          { class: "call-way", "data-way": index + 1, onclick: () => this.answer(index) },
          key(String(index + 1)),
          el("span", null, way.says || desk.t("go_on")),
        ),
      ),
    );
  }

  *#expected() {
    const { desk } = this;
    const all = this.expected;
    if (!all.length) return;
    const label = desk.t(all[0].startsWith("question/") ? "may_ask" : "may_object");
    yield el(
      "div",
      { class: "call-expected", role: "group", "aria-label": label },
      el("span", { class: "call-label" }, label),
      ...all.map((entity, index) =>
        button(
          { class: "call-chip", "data-entity": entity, onclick: () => this.expect(index) },
          key(`Alt+${index + 1}`),
          desk.answers.title(entity),
        ),
      ),
    );
  }

  /** @param {any} step */
  *#offers(step) {
    const { desk } = this;
    const offers = (step.offers ?? [])
      .map((/** @type {string} */ id) => this.find(`offer/${id}`))
      .filter((/** @type {any} */ offer) => offer && inForce(offer.value, desk.today) === "now");
    if (!offers.length) return;
    yield el(
      "div",
      { class: "call-expected" },
      el("span", { class: "call-label" }, desk.t("may_offer")),
      ...offers.map((/** @type {import("./answers.js").Card} */ offer) =>
        button(
          { class: "call-chip", onclick: () => this.acts.open(offer.entity) },
          offer.value.title,
          offer.price && el("strong", null, ` ${offer.price}`),
          el("span", { class: "call-dates" }, ` ${validity(desk, offer)}`),
        ),
      ),
    );
  }

  /** @param {any} step */
  *#outcome(step) {
    const { desk, run } = this;
    if (!run) return;
    const { header } = desk.answers;
    yield el(
      "p",
      { class: `call-outcome call-outcome--${step.outcome}` },
      el("span", { class: "call-label" }, desk.t("outcome")),
      el("strong", null, header.labels.outcome[step.outcome] ?? step.outcome),
    );
    const reasons = REASONED.includes(step.outcome) ? (header.reasons[step.outcome] ?? []) : [];
    if (reasons.length) {
      yield el(
        "div",
        { class: "call-ways", role: "group", "aria-label": desk.t("reason_ask") },
        ...reasons.map(({ id, title }, index) =>
          button(
            { class: "call-way", name: `reason-${id}`, "aria-pressed": String(run.reason === id), "data-reason": id, onclick: () => this.answer(index) },
            index < 9 && key(String(index + 1)),
            el("span", null, title),
          ),
        ),
      );
    }
    // Of a date that is being typed the first digits are a year long ago.
    const ahead = (/** @type {string} */ date) => (date < desk.today ? "" : date);
    yield this.#field("next_date", [desk.t("next_date")], "date", run.date, (at, date) => ({ ...at, date: ahead(date) }));
    yield this.#field("comment", [desk.t("comment")], "text", run.comment, (at, comment) => ({ ...at, comment }));
    const ready = complete(run, step, header.reasons);
    yield el("pre", { class: "call-summary", id: "player-summary", role: "group", "aria-label": desk.t("summary") }, summary(run, desk));
    yield el(
      "p",
      null,
      button(
        { class: "call-button call-button--main", id: "player-copy", name: "copy", disabled: !ready, onclick: () => this.copySummary() },
        desk.t("summary_copy"),
        key("Alt+C"),
      ),
      !ready && el("span", { class: "call-wait" }, desk.t("summary_wait")),
    );
    yield el("p", { class: "call-quiet" }, desk.t("stay_local"));
  }

  /** @param {Run} run */
  *#foot(run) {
    const { desk, acts, sure } = this;
    // After the outcome one of the buttons leads to the next call.
    const over = this.step?.outcome && (acts.close ? "close" : "restart");
    const leave = (/** @type {"close" | "restart"} */ what) =>
      button(
        { class: "call-button", name: what, onclick: () => this[what]() },
        desk.t(sure === what ? `${what}_sure` : over === what ? "new_call" : what),
        over === what && key("Esc"),
      );
    if (run.met.length) {
      yield el("p", { class: "call-quiet" }, `${desk.t("met")}: ${run.met.map((each) => desk.answers.title(each)).join(", ")}`);
    }
    yield el(
      "footer",
      { class: "call-player__foot" },
      button({ class: "call-button", name: "back", disabled: run.trail.length < 2, onclick: () => this.back() }, desk.t("back"), key("⌫")),
      leave("restart"),
      acts.close && leave("close"),
    );
  }
}
