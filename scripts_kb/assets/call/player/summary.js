/** The summary of a call, for the CRM: from a run to the text that is copied. Nothing is shown here. */

import { ordered } from "./chosen.js";
import { ended } from "./outcome.js";
import { here, node } from "./run.js";

/**
 * @import { Answers } from "../answers.js"
 * @import { Desk } from "../desk.js"
 * @import { Find, Run, Step } from "../types.d.ts"
 */

/**
 * The scripts that the call went through, with their versions: what the CRM keeps.
 * @param {Run} run
 * @param {Answers} answers
 * @returns {string} `incoming-home@3`, several joined by ` → `, `+wording` of trials; "" without a script
 */
export function versions(run, answers) {
  const names = run.trail.map(({ script, version }) => {
    const id = script.slice("script/".length);
    return version ? `${id}@${version}${answers.variants(run, script)}` : id;
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
  const known = said(run, find, phrases);
  const due = run.trail.flatMap(({ script }) => {
    const { must_say: must = [], nodes = [] } = find(script)?.value ?? {};
    return must.filter((id) => !within(phrases[id]?.say, nodes));
  });
  return [...new Set(due)].filter((id) => !known.includes(id));
}

/**
 * Mandatory phrases that were said: ticked, or read aloud with a step.
 * @param {Run} run
 * @param {Find} find
 * @param {Record<string, {say: string}>} phrases
 * @returns {string[]} ids
 */
export function said(run, find, phrases) {
  const spoken = run.trail.filter(({ skipped }) => !skipped).map((each) => node(find(each.script), each.node));
  const asked = run.trail.flatMap(({ script }) => find(script)?.value.must_say ?? []);
  return [...new Set(asked)].filter((id) => run.must.includes(id) || within(phrases[id]?.say, spoken));
}

/** Whether a phrase stands in one of the steps. @param {string | undefined} say @param {(Step | null)[]} steps */
const within = (say, steps) => Boolean(say) && steps.some((step) => plain(step?.say ?? "").includes(plain(say ?? "")));

/** The words of a text: a phrase may begin a sentence or end it. @param {string} text */
function plain(text) {
  return ` ${text} `.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");
}

/** What an outcome is called. @param {Desk} desk @param {string} outcome */
export const named = (desk, outcome) => desk.answers.header.labels.outcome[outcome] ?? desk.t(outcome);

/**
 * Write the summary for the CRM, as far as the call has come.
 * @param {Run} run
 * @param {Desk} desk
 * @returns {string} a line each; what is empty is left out
 */
export function summary(run, desk) {
  const { answers } = desk;
  const { header } = answers;
  const find = (/** @type {string} */ entity) => answers.card(entity);
  const t = (/** @type {string} */ name) => desk.t(name);
  const titles = (/** @type {string[]} */ all) => all.map((each) => answers.title(each)).join("; ");
  const phrases = (/** @type {string[]} */ ids) => ids.map((id) => header.must_say[id]?.say ?? id).join(" ");
  /** @type {[string, string | undefined][]} */
  const rows = [
    [t("script"), titles(run.trail.slice(0, 1).map(({ script }) => script))],
    [t("summary_version"), versions(run, answers)],
    [t("outcome"), outcome(run, desk)],
    [t("next_date"), run.date && run.date.split("-").reverse().join(".")],
    ...Object.entries(run.captured).map(
      ([name, value]) => /** @type {[string, string]} */ ([header.captures[name] ?? name, value]),
    ),
    [t("summary_ordered"), ordered(run).map(([entity, count]) => `${bought(desk, entity)} × ${count}`).join("; ")],
    [t("sum"), run.sum],
    [t("summary_met"), titles(run.met)],
    [t("summary_noted"), run.noted.map((each) => `«${each}»`).join("; ")],
    [t("summary_path"), path(run, desk)],
    [t("summary_said"), phrases(said(run, find, header.must_say))],
    [t("summary_unsaid"), phrases(unsaid(run, find, header.must_say))],
    [t("comment"), run.comment],
  ];
  return rows
    // A line is one row in the CRM, whatever was pasted.
    .map(([name, value]) => [name, (value ?? "").replace(/\s+/g, " ").trim()])
    .filter(([, value]) => value)
    .map(([name, value]) => `${name[0].toUpperCase()}${name.slice(1)}: ${value}`)
    .join("\n");
}

/** @param {Run} run @param {Desk} desk */
function outcome(run, desk) {
  const { answers } = desk;
  const at = here(run);
  const how = ended(run, node(answers.card(at.script), at.node));
  const reason = answers.header.reasons[how]?.find(({ id }) => id === run.reason)?.title;
  return [how && named(desk, how), reason].filter(Boolean).join(" — ");
}

/** An offer with its price. @param {Desk} desk @param {string} entity */
function bought({ answers }, entity) {
  const price = answers.offer(entity)?.price;
  return answers.title(entity) + (price ? ` (${price})` : "");
}

/** The stages that the call went through, and what the customer said there. @param {Run} run @param {Desk} desk */
function path(run, { answers }) {
  /** @type {{stage: string, said: string[]}[]} */
  const parts = [];
  for (const { script, node: id, said, skipped } of run.trail) {
    if (skipped) continue;
    const stage = answers.header.labels.stage[node(answers.card(script), id)?.stage ?? ""] ?? id;
    // Steps of one stage are one part of the way.
    if (parts.at(-1)?.stage !== stage) parts.push({ stage, said: [] });
    if (said) parts[parts.length - 1].said.push(`«${said}»`);
  }
  return parts.map(({ stage, said }) => [stage, said.join(", ")].filter(Boolean).join(": ")).join(" → ");
}
