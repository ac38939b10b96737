/** A card that goes into the archive, and out of every list that names it. */

import { make } from "./controls.js";

/** @import { Card, Draft, Texts, Told } from "./types.d.ts" */

/**
 * @param {string} entity @param {Card} card @param {Draft} draft @param {string} label of the field that says so
 * @returns {Told}
 */
export const ending = (entity, card, draft, label) => ({
  edit: { op: "archive", entity, path: "", before: draft.base.status ?? null, after: null, unlink: true },
  trail: [label],
  shape: card.kind,
  zone: card.kind.fields?.find((each) => each.name === "status")?.zone ?? "",
});

/**
 * The button that does it, and takes it back.
 * @param {string} entity @param {Draft} draft @param {Texts} texts @param {() => void} changed
 * @returns {HTMLElement | null} null for what has no status, or lies in the archive
 */
export function toEnd(entity, draft, texts, changed) {
  const { status } = draft.base;
  if (typeof status !== "string" || status === "archived") return null;
  const name = (entity.startsWith("offer/") ? texts.end_offer : texts.archive) ?? "";
  const button = make("button", { type: "button", class: "kb-button", "aria-pressed": String(Boolean(draft.archived)) }, name);
  button.addEventListener("click", () => {
    draft.archived = !draft.archived;
    button.setAttribute("aria-pressed", String(draft.archived));
    changed();
  });
  return button;
}
