/**
 * What a person did with a form, as edits of single places: so that in the file only those lines
 * change, and two people may edit two fields of one card.
 *
 *     value before, value after ──by the contract──▶ set, add, remove, move
 */

import * as paths from "./paths.js";
import { brief, canonical, map, same } from "./values.js";

/** @import { Field, Kind, Shape, Told, Value } from "./types.d.ts" */

/**
 * @param {string} entity
 * @param {Kind} kind
 * @param {Value} before
 * @param {Value} after
 * @param {(field: Field) => string} named how a field is called
 * @returns {Told[]} in the order in which they are to be made
 */
export function edits(entity, kind, before, after, named) {
  /** @type {Told[]} */
  const found = [];

  /**
   * @param {Told["edit"]["op"]} op @param {Spot} at @param {Value} from @param {Value} to @param {number} [index]
   */
  const put = (op, at, from, to, index) => {
    const edit = { op, entity, path: at.path, before: from, after: to };
    found.push({ edit: index === undefined ? edit : { ...edit, index }, trail: at.trail, shape: at.shape, zone: at.zone });
  };

  /** @param {Spot} at @param {Value} from @param {Value} to */
  const walk = (at, from, to) => {
    if (same(from, to)) return;
    if (at.shape.form === "map" && held(from) && held(to)) {
      for (const each of at.shape.fields ?? []) {
        if (each.name === "id" && !at.path) continue;
        walk(within(at, each, named(each)), from?.[each.name] ?? null, to?.[each.name] ?? null);
      }
    } else if (at.shape.form === "free" && at.shape.item && held(from) && held(to)) {
      for (const name of new Set([...Object.keys(from ?? {}), ...Object.keys(to ?? {})])) {
        const below = { ...at, path: paths.field(at.path, name), shape: at.shape.item, trail: [...at.trail, name] };
        walk(below, from?.[name] ?? null, to?.[name] ?? null);
      }
    } else if (at.shape.form === "list" && at.shape.item && listed(from) && listed(to)) {
      list(at, from ?? [], to ?? []);
    } else put("set", at, from, to);
  };

  /** @param {Spot} at @param {Value[]} from @param {Value[]} to */
  const list = (at, from, to) => {
    const item = /** @type {Shape} */ (at.shape.item);
    const plain = item.form !== "map";
    /** @param {Value} each */
    const keyOf = (each) => (plain ? each : map(each) ? (each[at.shape.key ?? "id"] ?? null) : null);
    const had = from.map(keyOf), has = to.map(keyOf);
    if (!distinct(had) || !distinct(has)) return put("set", at, from, to);
    /** @param {Value} key @returns {Spot} */
    const spot = (key) => ({
      ...at,
      path: plain ? paths.text(at.path, key) : paths.item(at.path, String(key)),
      shape: item,
      trail: plain ? at.trail : [...at.trail, brief(to[has.indexOf(key)] ?? from[had.indexOf(key)])],
    });
    const now = [...had];
    // A phrase that was only put otherwise stays where it stands.
    if (plain) {
      had.forEach((key, place) => {
        const next = has[place] ?? null;
        if (next === null || has.includes(key) || had.includes(next)) return;
        put("set", spot(key), key, next);
        now[place] = next;
      });
    }
    for (const key of [...now]) {
      if (has.includes(key)) continue;
      put("remove", spot(key), from[had.indexOf(key)] ?? null, null);
      now.splice(now.indexOf(key), 1);
    }
    has.forEach((key, place) => {
      const stands = now.indexOf(key);
      if (stands === place) return;
      if (stands < 0) put("add", spot(key), null, to[place] ?? null, place);
      else {
        put("move", spot(key), stands, place);
        now.splice(stands, 1);
      }
      now.splice(place, 0, key);
    });
    if (plain) return;
    for (const key of has) if (had.includes(key)) walk(spot(key), from[had.indexOf(key)] ?? null, to[has.indexOf(key)] ?? null);
  };

  walk({ path: "", shape: kind, trail: [], zone: "" }, canonical(before), canonical(after));
  return found;
}

/** @typedef {{ path: string, shape: Shape, trail: string[], zone: string }} Spot */

/** @param {Spot} at @param {Field} each @param {string} name @returns {Spot} */
const within = (at, each, name) => ({
  path: paths.field(at.path, each.name),
  shape: each,
  trail: [...at.trail, name],
  zone: each.zone ?? at.zone,
});

/** @param {Value} value @returns {value is { [name: string]: Value } | null} */
const held = (value) => value === null || map(value);

/** @param {Value} value @returns {value is Value[] | null} */
const listed = (value) => value === null || Array.isArray(value);

/** @param {Value[]} keys */
const distinct = (keys) => new Set(keys).size === keys.length && !keys.some((key) => key === null || typeof key === "object");
