/** From entries to what is sent: one POST, one issue, one text to paste. Nothing is sent before a press. */

import { TEXTS } from "./entries.js";

/** @import { Entry } from "../types.d.ts" */

/** An entry as it is posted: once is not said. @param {Entry} given */
export function body({ kind, entity, version, text, first_words, purposes, matters, segment, day, times }) {
  return { kind, entity, version, text, first_words, purposes, matters, segment, day, ...(times > 1 && { times }) };
}

/**
 * Write entries as people read them; `kb import voice` reads it, too.
 * @param {readonly Entry[]} chosen
 * @param {Record<string, string>} labels by field; of kinds by `kind_…`
 * @returns {string} a block each
 */
export function written(chosen, labels) {
  return chosen.map((each) => block(each, labels)).join("\n\n");
}

/** @param {Entry} given @param {Record<string, string>} labels */
function block(given, labels) {
  const { kind, entity, version, segment, day, times } = given;
  // A block begins with its card, also where there is none.
  const card = entity ? (version ? `${entity}@${version}` : entity) : "—";
  const rows = [["entity", card], ["kind", labels[`kind_${kind}`]], ...TEXTS.map((name) => [name, given[name].replace(/\s+/g, " ").trim()])];
  rows.push(["segment", segment], ["day", day], ["times", times > 1 ? String(times) : ""]);
  return rows.filter(([, value]) => value).map(([name, value]) => `${labels[name]}: ${value}`).join("\n");
}

/** How long an address may be that every hosting still takes. */
const LONGEST_ADDRESS = 6_000;

/**
 * One issue for as many entries as its address holds.
 * @param {string} address where the hosting opens a new one
 * @param {readonly Entry[]} chosen
 * @param {Record<string, string>} labels
 * @returns {{href: string, within: readonly Entry[]}} at least one of them
 */
export function issue(address, chosen, labels) {
  const url = new URL(address);
  url.searchParams.set("title", `${labels.title}: ${chosen.length}`);
  for (let most = chosen.length; ; most -= 1) {
    const within = chosen.slice(0, most);
    url.searchParams.set("body", written(within, labels));
    if (url.href.length <= LONGEST_ADDRESS) return { href: url.href, within };
    if (most > 1) continue;
    url.searchParams.set("body", written(within, labels).slice(0, 500));
    return { href: url.href, within };
  }
}

/** How long a server may think, in milliseconds; the page goes on meanwhile. */
const PATIENCE = 10_000;

/**
 * Post what was written.
 * @param {string} address
 * @param {unknown} content
 * @returns {Promise<boolean>} whether it was taken
 */
export async function post(address, content) {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(content),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return response.ok;
  } catch {
    return false;
  }
}
