/**
 * Why a change was made that has landed already: a change file that names its commit.
 *
 *     ?entity=objection/dorogo&why=4f…e1 ──▶ the questions of a reason alone ──▶ a new card of the kind `change`
 */

import { called, free } from "./begun.js";

/** @import { Card, Told, Value } from "./types.d.ts" */

/** A slip that has landed needs no reason, and a file that gives none is refused. */
export const LATER = /** @type {const} */ (["factual", "tactical"]);

/** The landed change that an address asks about; "" for none. @param {string | null} why */
export const commit = (why) => (/^[0-9a-f]{40}$/.test(why ?? "") ? (why ?? "") : "");

/**
 * Tell what is to be written. The reason speaks for this card alone: of others its author has seen nothing.
 * @param {Card} card @param {string} entity that was changed @param {string} landed its commit
 * @param {{ [name: string]: Value }} reason @param {string} today as YYYY-MM-DD
 * @returns {Told[]}
 */
export function telling(card, entity, landed, reason, today) {
  const { id, title } = called(reason, today);
  const taken = card.index.entities.filter((each) => each.kind === "change").map((each) => each.id);
  const after = { title, ...reason, applies_to: [entity], commits: [landed] };
  return [{ edit: { op: "new", entity: `change/${free(id, taken)}`, path: "", before: null, after }, trail: [String(title)], shape: card.change, zone: "" }];
}
