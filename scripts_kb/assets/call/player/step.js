/** A step of a script as it is shown: what to say, what to write down, where it may go on. */

import { alarm, aloud, validity } from "../card.js";
import { button, el, key } from "../dom.js";
import { fresh, reason } from "../spoken.js";
import { breath, inForce } from "../text.js";
import { mark } from "../why.js";
import { capture, complete, greeted, here, REASONED, stages, summary, ways } from "./run.js";

/**
 * @import { Card, Explained, Run, Step } from "../types.d.ts"
 * @import { Player } from "./player.js"
 */

/** The script and how far the call has come. @param {Player} player @param {Run} run */
export function head(player, run) {
  const { desk } = player;
  const script = player.find(here(run).script);
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

/** All that a step says and asks. @param {Player} player @param {Run} run @param {Step} step */
export function* body(player, run, step) {
  const { desk } = player;
  if (greeted(run, (entity) => player.find(entity))) yield el("p", { class: "call-hint", id: "player-greeted" }, desk.t("greeted"));
  if (step.intent) {
    yield el("p", { class: "call-task" }, el("span", { class: "call-label" }, desk.t("task")), step.intent);
  }
  const script = player.find(here(run).script);
  if (script) yield* alarm(desk, script, [`nodes[${step.id}].say`]);
  if (step.say) yield* said(player, step.say, step, script);
  for (const hint of step.hints ?? []) {
    yield el("p", { class: "call-hint" }, el("span", { class: "call-label" }, desk.t("hint")), hint.say);
  }
  if (step.capture) yield captured(player, step.capture);
  yield* on(player, step);
  yield* must(player);
  yield* expected(player);
  yield* offers(player, step);
  if (step.outcome) yield* ending(player, step, step.outcome);
}

/** @param {Player} player @param {string} text @param {Step} step @param {Card | null} script */
function* said(player, text, step, script) {
  const [first, rest] = breath(text);
  const said = el("div", { class: "call-say", id: "player-say" }, el("p", { class: "call-phrase" }, ...aloud(player.desk, first)));
  if (rest) said.append(el("p", { class: "call-phrase call-phrase--rest" }, ...aloud(player.desk, rest)));
  yield said;
  const [opener, panel] = why(player, script, `nodes[${step.id}].say`, text);
  if (!opener) return;
  opener.append(key("Alt+W"));
  yield* [opener, panel];
}

/**
 * The mark of a reason and the reason. A card marks what is new; of a step all is marked, there is
 * little of it.
 * @param {Player} player
 * @param {Explained | null} of
 * @param {string} path
 * @param {string} text
 * @returns {HTMLElement[]} none where there is no reason yet
 */
function why(player, of, path, text) {
  if (!of || !reason(of, path)) return [];
  return mark(player.desk, of, path, text, fresh(of, path, player.desk.today));
}

/** Mandatory phrases that are due. @param {Player} player */
function* must(player) {
  const { desk } = player;
  const left = player.unsaid();
  if (!left.length) return;
  const list = left.map((id, index) => {
    const phrase = desk.answers.header.must_say[id];
    return el(
      "li",
      null,
      button(
        { class: "call-tick", name: `must-${index}`, onclick: () => player.tick(id) },
        el("span", { class: "call-tick__box", "aria-hidden": "true" }),
        el("span", null, el("strong", null, ...aloud(desk, phrase?.say ?? id)), " ", phrase?.when && el("small", null, phrase.when)),
        el("span", { class: "call-unseen" }, desk.t("must_tick")),
        index === 0 && key("Alt+O"),
      ),
      why(player, desk.answers.header.wording, `must_say[${id}].say`, phrase?.say),
    );
  });
  yield el("ul", { class: "call-must", "aria-label": desk.t("must") }, ...list);
}

/** @param {Player} player @param {string} name */
function captured(player, name) {
  const { desk } = player;
  const label = desk.t("capture", { name: desk.answers.header.captures[name] ?? name });
  const put = (/** @type {Run} */ run, /** @type {string} */ value) => capture(run, name, value.trim());
  return field(player, name, [label, key("Alt+Z")], "text", player.run?.captured[name] ?? "", put);
}

/**
 * A field that keeps what is typed into it; Enter and Esc lead back to the search.
 * @param {Player} player
 * @param {string} name
 * @param {(Node | string)[]} label
 * @param {string} type
 * @param {string} value
 * @param {(run: Run, value: string) => Run} put
 */
function field(player, name, label, type, value, put) {
  const { desk } = player;
  const write = (/** @type {Event} */ event) => {
    if (!player.run) return;
    player.run = put(player.run, /** @type {HTMLInputElement} */ (event.target).value);
    desk.captured = player.run.captured;
    desk.store.tab.set("run", player.run);
    const shown = document.getElementById("player-summary");
    if (shown) shown.textContent = summary(player.run, desk);
  };
  const done = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    player.leave();
    player.render();
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

/** @param {Player} player @param {Step} step */
function* on(player, step) {
  const { desk } = player;
  const all = ways(step);
  if (!all.length) return;
  const label = desk.t(step.answers?.length ? "client_answers" : "go_on");
  yield el(
    "div",
    { class: "call-ways", role: "group", "aria-label": label },
    ...all.map((way, index) =>
      button(
        { class: "call-way", "data-way": index + 1, onclick: () => player.answer(index) },
        index < 9 && key(String(index + 1)),
        el("span", null, way.says || desk.t("go_on")),
      ),
    ),
  );
}

/** @param {Player} player */
function* expected(player) {
  const { desk } = player;
  const all = player.expected;
  if (!all.length) return;
  const label = desk.t(all[0].startsWith("question/") ? "may_ask" : "may_object");
  yield el(
    "div",
    { class: "call-expected", role: "group", "aria-label": label },
    el("span", { class: "call-label" }, label),
    ...all.map((entity, index) =>
      button(
        { class: "call-chip", "data-entity": entity, onclick: () => player.expect(index) },
        key(`Alt+${index + 1}`),
        desk.answers.title(entity),
      ),
    ),
  );
}

/** @param {Player} player @param {Step} step */
function* offers(player, step) {
  const { desk } = player;
  const offers = (step.offers ?? [])
    .flatMap((id) => desk.answers.offer(`offer/${id}`) ?? [])
    .filter((offer) => inForce(offer, desk.today) === "now");
  if (!offers.length) return;
  yield el(
    "div",
    { class: "call-expected" },
    el("span", { class: "call-label" }, desk.t("may_offer")),
    ...offers.map((offer) =>
      button(
        { class: "call-chip", onclick: () => player.acts.open(offer.entity) },
        desk.answers.title(offer.entity),
        offer.price && el("strong", null, ` ${offer.price}`),
        el("span", { class: "call-dates" }, ` ${validity(desk, offer)}`),
      ),
    ),
  );
}

/** @param {Player} player @param {Step} step @param {string} outcome */
function* ending(player, step, outcome) {
  const { desk, run } = player;
  if (!run) return;
  const { header } = desk.answers;
  yield el(
    "p",
    { class: `call-outcome call-outcome--${outcome}` },
    el("span", { class: "call-label" }, desk.t("outcome")),
    el("strong", null, header.labels.outcome[outcome] ?? outcome),
  );
  const reasons = REASONED.includes(outcome) ? (header.reasons[outcome] ?? []) : [];
  if (reasons.length) {
    yield el(
      "div",
      { class: "call-ways", role: "group", "aria-label": desk.t("reason_ask") },
      ...reasons.map(({ id, title }, index) =>
        button(
          { class: "call-way", name: `reason-${id}`, "aria-pressed": String(run.reason === id), "data-reason": id, onclick: () => player.answer(index) },
          index < 9 && key(String(index + 1)),
          el("span", null, title),
        ),
      ),
    );
  }
  // Of a date that is being typed the first digits are a year long ago.
  const ahead = (/** @type {string} */ date) => (date < desk.today ? "" : date);
  yield field(player, "next_date", [desk.t("next_date")], "date", run.date, (at, date) => ({ ...at, date: ahead(date) }));
  yield field(player, "comment", [desk.t("comment")], "text", run.comment, (at, comment) => ({ ...at, comment }));
  const ready = complete(run, step, header.reasons);
  yield el("pre", { class: "call-summary", id: "player-summary", role: "group", "aria-label": desk.t("summary") }, summary(run, desk));
  yield el(
    "p",
    null,
    button(
      { class: "call-button call-button--main", id: "player-copy", name: "copy", disabled: !ready, onclick: () => player.copySummary() },
      desk.t("summary_copy"),
      key("Alt+C"),
    ),
    !ready && el("span", { class: "call-wait" }, desk.t("summary_wait")),
  );
  yield el("p", { class: "call-quiet" }, desk.t("stay_local"));
}

/** @param {Player} player @param {Run} run */
export function* foot(player, run) {
  const { desk, acts, sure } = player;
  // After the outcome one of the buttons leads to the next call.
  const over = player.step?.outcome && (acts.close ? "close" : "restart");
  const leave = (/** @type {"close" | "restart"} */ what) =>
    button(
      { class: "call-button", name: what, onclick: () => player[what]() },
      desk.t(sure === what ? `${what}_sure` : over === what ? "new_call" : what),
      over === what && key("Esc"),
    );
  if (run.met.length) {
    yield el("p", { class: "call-quiet" }, `${desk.t("met")}: ${run.met.map((each) => desk.answers.title(each)).join(", ")}`);
  }
  yield el(
    "footer",
    { class: "call-player__foot" },
    button({ class: "call-button", name: "back", disabled: run.trail.length < 2, onclick: () => player.back() }, desk.t("back"), key("⌫")),
    leave("restart"),
    acts.close && leave("close"),
  );
}
