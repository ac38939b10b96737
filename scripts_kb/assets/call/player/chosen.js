/**
 * What a person chooses of a call's end, wherever it broke off: comes when a call may begin. Pure, as
 * `outcome.js` is, that knows what follows from it.
 */

/** @import { Run, Step } from "../types.d.ts" */

/** Where something may have been ordered. @type {readonly string[]} */
export const ORDERED = ["deal", "next-step"];

/**
 * The outcomes to choose from, in the order of their digits.
 * @param {Record<string, unknown[]>} reasons by outcome
 * @returns {string[]} also a lead that is not ours, where the base knows reasons for that
 */
export function outcomes(reasons) {
  const lost = reasons["not-our-lead"]?.length ? ["not-our-lead"] : [];
  return ["hung_up", "call_back", "refused", "deal", ...lost];
}

/**
 * Choose an outcome.
 * @param {Run} run
 * @param {string} outcome
 * @param {Step | null} step
 * @returns {Run} with the reason that the step names, where the outcome is the step's own
 */
export function decide(run, outcome, step) {
  return { ...run, outcome, reason: outcome === step?.outcome ? (step.reason ?? "") : "" };
}

/** Take out what came up by mistake. @param {Run} run @param {string} entity @returns {Run} */
export const unmet = (run, entity) => ({ ...run, met: run.met.filter((each) => each !== entity) });

/**
 * Write down how much of an offer was ordered.
 * @param {Run} run
 * @param {string} entity
 * @param {string} count as it was typed; "" or 0 for nothing
 * @returns {Run}
 */
export const order = (run, entity, count) => ({ ...run, ordered: { ...run.ordered, [entity]: count } });

/** What was ordered, in the order of its writing down. @param {Run} run @returns {[entity: string, count: string][]} */
export const ordered = (run) => Object.entries(run.ordered).filter(([, count]) => /[1-9]/.test(count));
