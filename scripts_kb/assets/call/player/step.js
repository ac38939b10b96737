/** A step of a script as it is shown: what to say, what to write down, where it may go on. */

import { alarm, aloud, never, validity } from "../card.js";
import { button, el, key } from "../dom.js";
import { fitting } from "../offers.js";
import { fresh, reason } from "../spoken.js";
import { breath } from "../text.js";
import { mark } from "../why.js";
import { before } from "./before.js";
import { ending } from "./ending.js";
import { field } from "./field.js";
import { over } from "./outcome.js";
import { capture, captures, greeted, here, node, stages, ways } from "./run.js";

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
  yield* skipped(player, run);
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
  if (script && step.do_not_say?.length) {
    const all = step.do_not_say.map((each) => ({ ...each, path: `nodes[${step.id}].do_not_say[${each.id}]` }));
    // There is little of it: nothing is folded.
    yield never(desk, script, all, { more: true, why: true });
  }
  yield* captures(step).map((each, index) => captured(player, each, index === 0));
  yield* on(player, step);
  yield* must(player);
  yield* expected(player);
  yield* offers(player, step);
  if (step.outcome) yield* ending(player, run);
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

/** What was passed on the way here, as it was known. @param {Player} player @param {Run} run */
function* skipped(player, run) {
  const { desk } = player;
  const before = run.trail.slice(0, -1);
  const last = before.findLastIndex((at) => !at.skipped);
  const asked = before.slice(last + 1).flatMap((at) => captures(node(player.find(at.script), at.node)));
  if (!asked.length) return;
  const known = asked.map(({ name, label }) => `${label || desk.answers.header.captures[name]}: ${run.captured[name]}`);
  const back = button({ class: "call-chip", name: "unskip", onclick: () => player.back() }, desk.t("skipped_ask"), key("⌫"));
  yield el("p", { class: "call-hint", id: "player-skipped" }, el("span", null, desk.t("skipped", { known: known.join("; ") })), " ", back);
}

/** @param {Player} player @param {{name: string, label?: string}} what @param {boolean} first whether a key leads there */
function captured(player, { name, label: own }, first) {
  const { desk } = player;
  const label = desk.t("capture", { name: own || (desk.answers.header.captures[name] ?? name) });
  const write = (/** @type {string} */ value) => player.run && player.write(capture(player.run, name, value.trim()));
  return field({ name, label: [label, first && key("Alt+Z")], value: player.run?.captured[name] ?? "", write, leave: () => player.left() });
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
  const { fit, hidden } = fitting(desk, step.offers);
  if (hidden) yield hidden;
  if (!fit.length) return;
  yield el(
    "div",
    { class: "call-expected" },
    el("span", { class: "call-label" }, desk.t("may_offer")),
    ...fit.map((offer) =>
      button(
        { class: "call-chip", onclick: () => player.acts.open(offer.entity) },
        desk.answers.title(offer.entity),
        offer.price && el("strong", null, ` ${offer.price}`),
        el("span", { class: "call-dates" }, ` ${validity(desk, offer)}`),
      ),
    ),
  );
}

/** @param {Player} player @param {Run} run */
export function* foot(player, run) {
  const { desk, acts, step, sure } = player;
  const done = over(run, step);
  if (!done) {
    if (run.met.length) {
      yield el("p", { class: "call-quiet" }, `${desk.t("met")}: ${run.met.map((each) => desk.answers.title(each)).join(", ")}`);
    }
    yield note(player, run, !captures(step).length);
    yield* before(player);
  }
  // After the outcome one of the buttons leads to the next call.
  const next = done && (acts.close ? "close" : "restart");
  const leave = (/** @type {"close" | "restart"} */ what) =>
    button(
      { class: "call-button", name: what, onclick: () => player[what]() },
      desk.t(sure === what ? `${what}_sure` : next === what ? "new_call" : what),
      next === what && key("Esc"),
    );
  yield el(
    "footer",
    { class: "call-player__foot" },
    button({ class: "call-button", name: "back", disabled: !run.ending && run.trail.length < 2, onclick: () => player.back() }, desk.t("back"), key("⌫")),
    !run.ending && button({ class: "call-button", name: "end", onclick: () => player.end() }, desk.t(done ? "end_other" : "end"), key("Alt+Q")),
    run.trail.length > 0 && leave("restart"),
    acts.close && leave("close"),
  );
}

/** A few words of one's own, at any moment of a call. @param {Player} player @param {Run} run @param {boolean} first whether no other field takes its key */
function note(player, run, first) {
  const write = (/** @type {string} */ comment) => player.write({ comment });
  return field({ name: "comment", label: [player.desk.t("note"), first ? key("Alt+Z") : null], value: run.comment, write, leave: () => player.left() });
}
