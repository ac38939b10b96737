/**
 * A call through a script: where it stands, where it has been, what came up. Pure: each function
 * gives a new run, nothing is shown and nothing is sent.
 *
 *     start ──▶ step ──choose──▶ step ──▶ … ──▶ a step with an outcome ──▶ summary
 *                 ◀────back─────
 */

/**
 * @import { Desk } from "../desk.js"
 * @import { At, Card, Find, Run, Step } from "../types.d.ts"
 */

/** @type {Run} a call that has not begun: the parts of a run, each of its kind */
export const NONE = { trail: [], captured: {}, met: [], must: [], reason: "", date: "", comment: "", started: "" };

/**
 * @param {Card} script
 * @param {Date} [now]
 * @returns {Run}
 */
export function start(script, now = new Date()) {
  const trail = [{ script: script.entity, version: script.version, node: script.value.entry ?? "" }];
  return { ...NONE, trail, started: now.toISOString() };
}

/** The step of a place. @param {Card | null} script @param {string | undefined} id @returns {Step | null} */
export function node(script, id) {
  return script?.value.nodes?.find((each) => each.id === id) ?? null;
}

/** @param {Run} run @returns {At} */
export function here(run) {
  return run.trail[run.trail.length - 1];
}

/**
 * The ways on from a step, in the order of their digits.
 * @param {Step | null} step
 * @returns {{says: string, next: string}[]} `says` is empty where the script just goes on
 */
export function ways(step) {
  if (step?.answers?.length) {
    return step.answers.map((each) => ({ says: each.client_says, next: each.next }));
  }
  return step?.next ? [{ says: "", next: step.next }] : [];
}

/**
 * Go on from the present step.
 * @param {Run} run
 * @param {number} place of the way, from 0
 * @param {Find} find
 * @returns {Run} the same run where there is no such way
 */
export function choose(run, place, find) {
  const at = here(run);
  const way = ways(node(find(at.script), at.node))[place];
  if (!way) return run;
  const [script, id] = target(way.next, at.script, find);
  const step = node(script, id);
  if (!step) return run;
  const gone = { ...at, said: way.says };
  const reached = { script: script?.entity ?? "", version: script?.version, node: id };
  // A step that only one reason leads to names it.
  const { reason = "" } = step;
  return { ...run, reason, trail: [...run.trail.slice(0, -1), gone, reached] };
}

/**
 * Whether the present step greets somebody whom another script of this call greeted already: scripts
 * begin with a greeting, also where a call comes to them half-way.
 * @param {Run} run
 * @param {Find} find
 * @returns {boolean}
 */
export function greeted(run, find) {
  const greets = (/** @type {At} */ at) => node(find(at.script), at.node)?.stage === "greeting";
  const at = here(run);
  return greets(at) && run.trail.some((each) => each.script !== at.script && greets(each));
}

/** @param {string} next @param {string} present @param {Find} find @returns {[Card | null, string]} */
function target(next, present, find) {
  if (!next.startsWith("script/")) return [find(present), next];
  const script = find(next);
  return [script, script?.value.entry ?? ""];
}

/**
 * One step back; the first step stays.
 * @param {Run} run
 * @returns {Run}
 */
export function back(run) {
  if (run.trail.length < 2) return run;
  const trail = run.trail.slice(0, -1);
  const { script, version, node: id } = trail[trail.length - 1];
  return { ...run, trail: [...trail.slice(0, -1), { script, version, node: id }], reason: "" };
}

/**
 * Take a run to where a new version of its scripts still has it: back to the last step that there
 * is, else to the beginning of the script; what was written down stays.
 * @param {Run | null} run
 * @param {Find} find
 * @returns {Run | null} the same run where its step is still there; null where its script is gone
 */
export function settled(run, find) {
  if (!run) return run;
  const at = here(run);
  const script = find(at.script);
  if (node(script, at.node)) return run;
  if (run.trail.length > 1) return settled(back(run), find);
  return script && { ...run, trail: start(script).trail };
}

/** @param {Run} run @param {string} name @param {string} value @returns {Run} */
export function capture(run, name, value) {
  return { ...run, captured: { ...run.captured, [name]: value } };
}

/** @param {Run} run @param {string} entity @returns {Run} */
export function meet(run, entity) {
  const counts = /^(objection|question)\//.test(entity) && !run.met.includes(entity);
  return counts ? { ...run, met: [...run.met, entity] } : run;
}

/** Tick a mandatory phrase, or take the tick back. @param {Run} run @param {string} id @returns {Run} */
export function tick(run, id) {
  const must = run.must.includes(id) ? run.must.filter((each) => each !== id) : [...run.must, id];
  return { ...run, must };
}

/**
 * The stages of a script in its own order, with how far the call has come.
 * @param {Run} run
 * @param {Card | null} script
 * @returns {{stage: string, state: "done" | "now" | "ahead"}[]}
 */
export function stages(run, script) {
  const all = new Set((script?.value.nodes ?? []).flatMap(({ stage }) => stage ?? []));
  const at = here(run);
  const been = run.trail
    .filter((each) => each.script === at.script)
    .map((each) => node(script, each.node)?.stage);
  const present = been.at(-1);
  return [...all].map((stage) => ({
    stage,
    state: stage === present ? "now" : been.includes(stage) ? "done" : "ahead",
  }));
}

/**
 * The scripts that the call went through, with their versions: what the CRM keeps.
 * @param {Run} run
 * @returns {string} `incoming-home@3`, several joined by ` → `
 */
export function versions(run) {
  const names = run.trail.map(({ script, version }) => {
    const id = script.slice("script/".length);
    return version ? `${id}@${version}` : id;
  });
  return names.filter((name, index) => names.indexOf(name) === index).join(" → ");
}

/**
 * Mandatory phrases that are due and not said yet. A phrase that stands in a step of its script is
 * due there, and said with it: so what is said only to a customer who asks for it waits in the step
 * that answers him, and a call without that step owes nothing. Any other is due until it is ticked.
 * @param {Run} run
 * @param {Find} find
 * @param {Record<string, {say: string}>} phrases
 * @returns {string[]} ids
 */
export function unsaid(run, find, phrases) {
  const within = (/** @type {string} */ id, /** @type {(Step | null)[]} */ steps) => {
    const say = phrases[id]?.say;
    return Boolean(say) && steps.some((step) => plain(step?.say ?? "").includes(plain(say)));
  };
  const spoken = run.trail.map((each) => node(find(each.script), each.node));
  const due = run.trail.flatMap(({ script }) => {
    const { must_say: must = [], nodes = [] } = find(script)?.value ?? {};
    return must.filter((id) => !within(id, nodes));
  });
  return [...new Set(due)].filter((id) => !run.must.includes(id) && !within(id, spoken));
}

/** The words of a text: a phrase may begin a sentence or end it. @param {string} text */
function plain(text) {
  return ` ${text} `.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");
}

/** Reasons are asked for where a call ended without a deal. @type {readonly string[]} */
export const REASONED = ["refused", "not-our-lead"];

/**
 * Tell whether the run has ended and nothing is missing for its summary.
 * @param {Run} run
 * @param {Step | null} step
 * @param {Record<string, unknown[]>} reasons by outcome
 */
export function complete(run, step, reasons) {
  if (!step?.outcome) return false;
  return !REASONED.includes(step.outcome) || !reasons[step.outcome]?.length || run.reason !== "";
}

/**
 * Write the summary for the CRM.
 * @param {Run} run
 * @param {Desk} desk
 * @returns {string}
 */
export function summary(run, desk) {
  const { header } = desk.answers;
  const find = (/** @type {string} */ entity) => desk.answers.card(entity);
  const at = here(run);
  const step = node(find(at.script), at.node);
  const t = (/** @type {string} */ name) => desk.t(name);
  const ended = step?.outcome ?? "";
  const reason = header.reasons[ended]?.find(({ id }) => id === run.reason)?.title;
  const outcome = [header.labels.outcome[ended], reason].filter(Boolean).join(" — ");
  /** @type {{stage: string, said: string[]}[]} */
  const path = [];
  for (const { script, node: id, said } of run.trail) {
    const stage = header.labels.stage[node(find(script), id)?.stage ?? ""] ?? id;
    // Steps of one stage are one part of the way.
    if (path.at(-1)?.stage !== stage) path.push({ stage, said: [] });
    if (said) path[path.length - 1].said.push(`«${said}»`);
  }
  /** @type {[string, string | undefined][]} */
  const rows = [
    [t("script"), desk.answers.title(run.trail[0].script)],
    [t("summary_version"), versions(run)],
    [t("outcome"), outcome],
    [t("next_date"), run.date && run.date.split("-").reverse().join(".")],
    ...Object.entries(run.captured).map(
      ([name, value]) => /** @type {[string, string]} */ ([header.captures[name] ?? name, value]),
    ),
    [t("summary_met"), run.met.map((each) => desk.answers.title(each)).join("; ")],
    [t("summary_path"), path.map(({ stage, said }) => [stage, said.join(", ")].filter(Boolean).join(": ")).join(" → ")],
    [t("summary_unsaid"), unsaid(run, find, header.must_say).map((id) => header.must_say[id]?.say ?? id).join(" ")],
    [t("comment"), run.comment],
  ];
  return rows
    .filter(([, value]) => value)
    .map(([name, value]) => `${name[0].toUpperCase()}${name.slice(1)}: ${value}`)
    .join("\n");
}
