/**
 * A card that is begun: what stands in it at first, and an id that nobody has to think of.
 *
 *     ?new=objection&words=Дорого ──▶ a form with the fields that such a card lives by
 *     «Дорого! (для кафе)»        ──▶ objection/dorogo-dlya-kafe
 */

import { brief, canonical, map } from "./values.js";

/** @import { Card, Kind, Told, Value } from "./types.d.ts" */

/** The Russian letters in their order, as scripts_kb/content/spelling.py writes them; an English base holds none. */
const LATIN = "a b v g d e zh z i j k l m n o p r s t u f h c ch sh sch . y . e yu ya".split(" ");
const FIRST = 0x430;
const YO = "\u0451";
const LONGEST = 64;
const SHOWN = 60;
/** Fields whose words name a change that nobody named. */
const TITLING = ["origin", "cause", "purpose", "effect", "watch"];

/**
 * Make an id of a title.
 * @param {string} text
 */
export function slug(text) {
  const latin = [...text.normalize("NFC").toLowerCase().replaceAll(YO, "e")].map((each) => {
    const known = LATIN[each.charCodeAt(0) - FIRST];
    return known ? known.replace(".", "") : each;
  });
  return latin.join("").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, LONGEST).replace(/-+$/, "") || "id";
}

/**
 * Give what a new card begins with: of each list of items that such a card lives by, one.
 * @param {Kind} kind @param {string} words of the customer; "" for none
 * @returns {{ [name: string]: Value }}
 */
export function first(kind, words) {
  /** @type {{ [name: string]: Value }} */
  const value = { title: words, status: "live" };
  for (const each of kind.fields ?? []) {
    if (!kind.begins?.includes(each.name) || each.form !== "list") continue;
    // Not each offer has a file.
    if (each.item?.form === "map" && each.name !== "materials") value[each.name] = [{ id: `${each.name.replace(/s$/, "")}-1` }];
    else if (each.name === "client_words") value[each.name] = [words];
  }
  return value;
}

/**
 * Tell of a new card what is to be made.
 * @param {Card} card @param {string} name of its kind @param {{ [name: string]: Value }} value
 * @returns {Told[]} nothing without a title
 */
export function making(card, name, value) {
  const said = filled(value);
  const title = map(said) ? brief(said.title) : "";
  if (!title) return [];
  const entity = `${name}/${free(slug(title), card.index.entities.filter((each) => each.kind === name).map((each) => each.id))}`;
  return [{ edit: { op: "new", entity, path: "", before: null, after: said }, trail: [title], shape: card.kind, zone: "" }];
}

/**
 * Name a change file, by its month and the first words of its reason.
 * @param {{ [name: string]: Value }} reason @param {string} today as YYYY-MM-DD
 */
export function called(reason, today) {
  const titling = TITLING.map((name) => reason[name]).find((each) => each !== undefined);
  const title = reason.title ?? shortened(titling ?? "");
  const id = String(reason.id ?? `${today.slice(0, 7)}-${slug(String(title))}`).slice(0, LONGEST).replace(/-+$/, "");
  return { id, title };
}

/** @param {Value} value */
function shortened(value) {
  const signs = [...brief(value).split(/\s+/).filter(Boolean).join(" ")];
  return signs.length > SHOWN ? `${signs.slice(0, SHOWN).join("")}…` : signs.join("") || "—";
}

/** @param {string} id @param {readonly string[]} taken */
export function free(id, taken) {
  for (let number = 2, found = id; ; number++) {
    if (!taken.includes(found)) return found;
    found = `${id.slice(0, LONGEST - 4)}-${number}`;
  }
}

/**
 * Leave out what was begun and says nothing: an item with an id alone.
 * @param {Value} value @returns {Value}
 */
function filled(value) {
  if (Array.isArray(value)) return canonical(value.map(filled).filter((each) => !(map(each) && Object.keys(each).every((name) => name === "id"))));
  if (!map(value)) return canonical(value);
  return canonical(Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each)])));
}
