/**
 * A call through a script: where it stands, where it has been, what came up. Pure: each function
 * gives a new run, nothing is shown and nothing is sent.
 *
 *     start ──▶ step ──choose──▶ step ──▶ … ──▶ a step with an outcome ──▶ summary
 *                 ◀────back─────  └──end──▶ an outcome chosen by hand ─────┘
 *
 * A call without a script has no trail; how any call ends, `outcome.js` knows.
 */

/** @import { At, Card, Find, Run, Step } from "../types.d.ts" */

/** @type {Run} a call that has not begun: the parts of a run, each of its kind */
export const NONE = {
  trail: [],
  captured: {},
  met: [],
  noted: [],
  must: [],
  ending: false,
  outcome: "",
  reason: "",
  ordered: {},
  sum: "",
  date: "",
  comment: "",
  started: "",
};

/** Where a call without a script is. @type {At} */
const NOWHERE = { script: "", node: "" };

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
  return run.trail.at(-1) ?? NOWHERE;
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
  return way ? follow(run, way, find) : run;
}

/**
 * Go on from the present step as the customer answered, also where another step of the script waits for that.
 * @param {Run} run
 * @param {{says: string, next: string}} way
 * @param {Find} find
 * @returns {Run} the same run where it leads nowhere
 */
export function follow(run, way, find) {
  const gone = onward(run, way, find, {});
  return gone === run ? run : passed(gone, find);
}

/**
 * What a step writes down, in its order.
 * @param {Step | null} step
 * @returns {{name: string, label?: string}[]}
 */
export function captures(step) {
  return [...(step?.capture ? [{ name: step.capture, label: step.label }] : []), ...(step?.captures ?? [])];
}

/**
 * Go past steps that ask what is known. Each stays in the trail, so that one sees what was passed and
 * one step back is there.
 * @param {Run} run
 * @param {Find} find
 * @returns {Run} at the first step that is not passed
 */
export function passed(run, find) {
  const been = new Set();
  for (let gone = run; ; ) {
    const at = here(gone);
    const step = node(find(at.script), at.node);
    const asked = captures(step);
    const known = asked.length > 0 && asked.every(({ name }) => gone.captured[name]);
    const place = `${at.script} ${at.node}`;
    // A ring of such steps has no end.
    if (!step?.skip_known || !known || !step.next || been.has(place)) return gone;
    been.add(place);
    const next = onward(gone, { says: "", next: step.next }, find, { skipped: true });
    if (next === gone) return gone;
    gone = next;
  }
}

/** @param {Run} run @param {{says: string, next: string}} way @param {Find} find @param {Partial<At>} how it is gone @returns {Run} */
function onward(run, way, find, how) {
  const at = here(run);
  const [script, id] = target(way.next, at.script, find);
  const step = node(script, id);
  if (!step) return run;
  const gone = { ...at, said: way.says, ...how };
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

/** @param {string} next @param {string} present @param {Find} find @returns {[Card | null, string]} the script and the step */
export function target(next, present, find) {
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
  if (!run?.trail.length) return run;
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
