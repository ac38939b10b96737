/** What keeps a form from being handed in, in the words of its fields. */

import { shown, unknown } from "./prices.js";
import { brief, canonical, map } from "./values.js";

/** @import { Field, Index, Shape, Texts, Value } from "./types.d.ts" */

/**
 * @param {Shape} shape @param {Value | undefined} value @param {(field: Field) => string} named @param {Texts} texts
 * @param {Index["prices"]} prices
 * @param {string[]} [trail] where it stands
 * @returns {string[]}
 */
export function faults(shape, value, named, texts, prices, trail = []) {
  const where = trail.join(" › ");
  if (value === undefined || canonical(value) === null) return [];
  if (shape.form === "map" && map(value)) {
    return (shape.fields ?? []).flatMap((each) => {
      const below = [...trail, named(each)], found = value[each.name];
      if (each.required && each.name !== "id" && canonical(found) === null) return [`${below.join(" › ")}: ${texts.missing}`];
      return faults(each, found, named, texts, prices, below);
    });
  }
  if (shape.form === "list" && shape.item && Array.isArray(value)) {
    const item = shape.item;
    const told = value.map(canonical).filter((each) => each !== null).map((each) => (map(each) ? each[shape.key ?? "id"] ?? null : each));
    const twice = told.find((each, at) => told.indexOf(each) !== at);
    return [
      ...(twice === undefined ? [] : [`${where}: ${texts.twice} ${brief(twice)}`]),
      ...value.flatMap((each, at) => faults(item, each, named, texts, prices, [...trail, shown(brief(each), prices) || String(at + 1)])),
    ];
  }
  const changed = unknown(value, prices);
  if (changed.length) return [`${where}: ${texts.no_price} ${changed.join(" ")}`];
  if ((shape.form === "int" || shape.form === "number") && typeof value !== "number") return [`${where}: ${texts.number}`];
  return [];
}
