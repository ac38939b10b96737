/** The control of one value: a line, a text, a choice, a number, a day, yes or no, a relation. */

import { alias, meant, shown } from "./prices.js";
import { brief } from "./values.js";

/** @import { Files } from "./handing.js" */
/** @import { Card, Place, Shape, Texts, Value } from "./types.d.ts" */

/** @typedef {{ card: Card, texts: Texts, language: "ru" | "en", changed: () => void, nodes: () => [string, string][], files: Files, zone: string }} Around `zone` of what is around a field */

/**
 * @param {string} tag @param {{ [name: string]: string }} [attributes] @param {(Node | string)[]} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * @param {Shape & { lines?: boolean }} shape @param {Place} place @param {Around} around
 * @returns {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement}
 */
export function control(shape, place, around) {
  const options = choices(shape, around);
  if (options) return chosen(() => choices(shape, around) ?? options, place, around);
  if (shape.form === "int" || shape.form === "number") return figure(shape.form, place, around);
  if (shape.form === "date") return typed("date", place, around);
  return typed(shape.lines ? "lines" : "text", place, around);
}

/**
 * What may be chosen, by value and by name; null where anything may be written.
 * @param {Shape} shape @param {Around} around @returns {[Value, string][] | null}
 */
function choices(shape, { card, texts, language, nodes }) {
  if (shape.choices) return shape.choices.map((each) => [each.value, each[language] ?? each.value]);
  if (shape.form === "bool") return [[true, texts.yes ?? ""], [false, texts.no ?? ""]];
  const { to } = shape;
  if (!to) return null;
  if (to === "node") return nodes();
  if (to === "material") return card.index.materials.map((each) => [each, each]);
  const named = card.index.names[to];
  if (named) return named.map((each) => [each.id, each.title]);
  if (to === "any") return card.index.entities.filter((each) => each.kind !== "change" && each.kind !== "config").map((each) => [each.entity, each.title]);
  const found = card.index.entities.filter((each) => to === each.kind && each.status !== "archived");
  return found.length ? found.map((each) => [each.id, each.title]) : null;
}

/**
 * @param {() => [Value, string][]} options @param {Place} place @param {Around} around
 * @returns {HTMLSelectElement}
 */
function chosen(options, place, { changed, texts }) {
  const select = document.createElement("select");
  /** @type {[Value, string][]} */
  let every = [];
  const fill = () => {
    const now = place.get() ?? null, fresh = options();
    every = [[null, texts.none ?? ""], ...fresh];
    // What stands there and is offered no more may stay.
    if (now !== null && !fresh.some(([value]) => value === now)) every.push([now, brief(now)]);
    select.replaceChildren(...every.map(([value, title]) => new Option(title, "", false, value === now)));
  };
  fill();
  // A step that was added since may be led to.
  select.addEventListener("focus", fill);
  select.addEventListener("change", () => {
    place.set(every[select.selectedIndex]?.[0] ?? undefined);
    changed();
  });
  return select;
}

/**
 * @param {"text" | "lines" | "date"} what @param {Place} place @param {Around} around
 * @returns {HTMLInputElement | HTMLTextAreaElement}
 */
function typed(what, place, { card, changed }) {
  const { prices } = card.index;
  const now = shown(String(place.get() ?? ""), prices);
  const long = what === "lines" || now.includes("\n") || now.length > 60;
  const input = document.createElement(what !== "date" && long ? "textarea" : "input");
  if (input instanceof HTMLInputElement) input.type = what === "date" ? "date" : "text";
  else input.rows = Math.min(12, 1 + Math.ceil(now.length / 60));
  input.value = now;
  input.addEventListener("input", () => {
    place.set(input.value === "" ? undefined : meant(input.value, prices));
    changed();
  });
  return input;
}

/**
 * Where a price is picked for a text: it goes to where one was writing.
 * @param {HTMLElement} input @param {string} label @param {Around} around
 * @returns {HTMLElement[]} none where nothing has a price
 */
export function pricing(input, label, { card, texts }) {
  const { prices } = card.index;
  if (!prices.length || !(input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement)) return [];
  const select = make("select", { class: "kb-edit-price", "aria-label": `${texts.price ?? ""}: ${label}` });
  if (!(select instanceof HTMLSelectElement)) return [];
  select.append(new Option(`${texts.price ?? ""}…`), ...prices.map((each) => new Option(`${each.title}, ${each.says}`)));
  select.addEventListener("change", () => {
    const price = prices[select.selectedIndex - 1];
    select.selectedIndex = 0;
    if (!price) return;
    input.setRangeText(alias(price), input.selectionStart ?? 0, input.selectionEnd ?? 0, "end");
    input.dispatchEvent(new Event("input"));
    input.focus();
  });
  return [select];
}

/**
 * @param {"int" | "number"} form @param {Place} place @param {Around} around
 * @returns {HTMLInputElement}
 */
function figure(form, place, { changed, language }) {
  const input = document.createElement("input");
  input.type = "text";
  input.inputMode = form === "int" ? "numeric" : "decimal";
  const now = place.get();
  const shown = typeof now === "number" ? String(now) : brief(now);
  input.value = language === "ru" ? shown.replace(".", ",") : shown;
  input.addEventListener("input", () => {
    place.set(input.value.trim() === "" ? undefined : read(form, input.value));
    changed();
  });
  return input;
}

/**
 * Read a number as people write it; what is none stays as it was written, so that nothing is lost.
 * @param {string} form @param {string} text @returns {number | string}
 */
export function read(form, text) {
  const bare = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
  const fits = form === "int" ? /^\d{1,15}$/ : /^\d{1,15}(?:\.\d{1,6})?$/;
  return fits.test(bare) ? Number(bare) : text;
}
