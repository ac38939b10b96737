/**
 * How a call ends: with the outcome of its step, or with one that is chosen wherever it broke off. Pure,
 * as `run.js` is.
 *
 *     any step, or none ──end──▶ which outcome? ──▶ why, when or what was ordered ──▶ summary
 *            ◀──────reopened──────   ◀─────reopened──────
 */

/** @import { Run, Step } from "../types.d.ts" */

/** Reasons are asked for where a call ended without a deal. @type {readonly string[]} */
export const REASONED = ["refused", "not-our-lead"];

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

/** Whether the call is over, or said to be. @param {Run | null} run @param {Step | null} step */
export const over = (run, step) => Boolean(run?.ending || step?.outcome);

/** @param {Run} run @param {Step | null} step @returns {string} "" where none is known yet */
export const ended = (run, step) => (run.ending ? run.outcome : (step?.outcome ?? ""));

/** The talk is over, wherever it was. @param {Run} run @returns {Run} */
export const end = (run) => ({ ...run, ending: true, outcome: "", reason: "" });

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

/**
 * Take back the last thing that was said of the end.
 * @param {Run} run
 * @param {Step | null} step
 * @returns {Run}
 */
export function reopened(run, step) {
  if (run.outcome) return { ...run, outcome: "", reason: "" };
  return { ...run, ending: false, reason: step?.reason ?? "" };
}

/**
 * Tell whether the run has ended and nothing is missing for its summary.
 * @param {Run} run
 * @param {Step | null} step
 * @param {Record<string, unknown[]>} reasons by outcome
 */
export function complete(run, step, reasons) {
  const outcome = ended(run, step);
  if (!outcome) return false;
  return !REASONED.includes(outcome) || !reasons[outcome]?.length || run.reason !== "";
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
