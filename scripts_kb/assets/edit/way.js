/**
 * The way of a script: each step, what the customer may answer, and where that leads. A step that leads
 * nowhere and one that nothing leads to are told, as `kb check` would.
 */

import { make } from "./controls.js";
import { map } from "./values.js";

/** @import { Texts, Value } from "./types.d.ts" */

/** @param {Value | undefined} value @returns {{ [name: string]: Value }[]} */
const maps = (value) => (Array.isArray(value) ? value.filter(map) : []);

/** @param {{ [name: string]: Value }} node @returns {string} */
export const named = (node) => String(node.title || node.intent || node.say || node.id || "");

/**
 * @param {{ [name: string]: Value }} value of a script
 * @param {Texts} texts
 * @param {(outcome: Value) => string} ending how an end is called
 * @returns {HTMLElement} an outline; nothing in it for what is no script
 */
export function way(value, texts, ending) {
  const nodes = maps(value.nodes);
  const titles = new Map(nodes.map((each) => [each.id, named(each)]));
  const reached = new Set([value.entry ?? nodes[0]?.id]);
  for (const node of nodes) for (const each of [node, ...maps(node.answers)]) if (each.next) reached.add(each.next);
  /** @param {Value | undefined} to */
  const leads = (to) => `→ ${titles.get(to ?? null) ?? String(to ?? "")}`;
  return make("ol", { class: "kb-edit-way" }, ...nodes.map((node) => {
    const answers = maps(node.answers);
    const lines = answers.map((each) => make("li", {}, `«${each.client_says ?? ""}» `, each.next ? leads(each.next) : make("strong", { class: "kb-edit-wrong" }, texts.nowhere ?? "")));
    if (node.next) lines.push(make("li", {}, leads(node.next)));
    if (node.outcome) lines.push(make("li", {}, `■ ${ending(node.outcome)}`));
    if (!lines.length) lines.push(make("li", {}, make("strong", { class: "kb-edit-wrong" }, texts.nowhere ?? "")));
    const lost = reached.has(node.id ?? null) ? [] : [" ", make("strong", { class: "kb-edit-wrong" }, texts.unreached ?? "")];
    return make("li", {}, named(node), ...lost, make("ul", {}, ...lines));
  }));
}
