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

/** Whether the call is over, or said to be. @param {Run | null} run @param {Step | null} step */
export const over = (run, step) => Boolean(run?.ending || step?.outcome);

/** @param {Run} run @param {Step | null} step @returns {string} "" where none is known yet */
export const ended = (run, step) => (run.ending ? run.outcome : (step?.outcome ?? ""));

/** The talk is over, wherever it was. @param {Run} run @returns {Run} */
export const end = (run) => ({ ...run, ending: true, outcome: "", reason: "" });

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
