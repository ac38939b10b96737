/**
 * Edits become files with new texts, as scripts_kb/forms/planning.py makes them; what somebody else changed
 * meanwhile is told by field and never written over.
 *
 *     edits ──one by one──▶ the files of the branch as the edits so far leave them ──▶ files to commit
 *               └ «before» stands there no longer ──▶ conflicts
 *
 * An edit whose end is reached already has nothing to do: so a sending that broke off goes on where it was.
 */

import { map, same } from "../values.js";
import { note, renoted, written } from "./noting.js";
import { patched, read } from "./patching.js";
import { OddError } from "./spans.js";
import { asRaw, child, compact, find, shapeAt, split, typed } from "./typing.js";

/** @import { Edit, Index, Kind, Noted, Shape, Told, Value } from "../types.d.ts" */
/** @import { Alteration } from "./patching.js" */
/** @import { Loc } from "./typing.js" */

/**
 * @typedef {object} Known what the site tells of the base
 * @property {{ [name: string]: Kind }} kinds
 * @property {Index} index
 * @property {string[]} naming entities that list the card
 */
/** @typedef {{ trail: string[], shape: Shape, now: Value, before: Value }} Conflict */
/** @typedef {{ path: string, content: Uint8Array, isNew: boolean }} FileChange */
/** @typedef {(path: string) => Promise<Uint8Array | null>} ReadFile below the content folder; null where there is none */

/** Somebody changed a place meanwhile. */
class ChangedError extends Error {
  /** @param {Value} now @param {Value} before */
  constructor(now, before) {
    super();
    this.now = now;
    this.before = before;
  }
}

/** A card that this site knows elsewhere than the branch has it. */
export class MovedError extends Error {}

/**
 * @param {readonly Told[]} told @param {{ [name: string]: Value }} reason @param {Known} known @param {ReadFile} reading
 * @param {string} today as YYYY-MM-DD @param {Noted | undefined} earlier where the branch says why already
 * @returns {Promise<{ files: FileChange[], conflicts: Conflict[], note: string }>} with conflicts no files; `note` is
 *   where it says why by now, "" for nowhere
 */
export async function plan(told, reason, known, reading, today, earlier) {
  const desk = new Desk(known, reading);
  /** @type {Conflict[]} */
  const conflicts = [];
  for (const { edit, trail, shape } of told) {
    const before = new Map(desk.files);
    try {
      await desk.make(edit);
      desk.touched.add(edit.entity);
    } catch (error) {
      if (!(error instanceof ChangedError)) throw error;
      desk.files = before;
      conflicts.push({ trail, shape, now: error.now, before: error.before });
    }
  }
  if (conflicts.length) return { files: [], conflicts, note: "" };
  const change = known.kinds.change;
  const note = change ? await desk.note(reason, change, today, earlier) : "";
  return { files: await desk.changed(), conflicts, note };
}

class Desk {
  /** @type {Map<string, string | Uint8Array>} */
  files = new Map();
  /** @type {Map<string, Promise<Uint8Array | null>>} */
  #read = new Map();
  /** @type {Set<string>} */
  touched = new Set();

  /** @param {Known} known @param {ReadFile} reading */
  constructor(known, reading) {
    this.known = known;
    this.reading = reading;
  }

  /** @param {string} path */
  bytes(path) {
    const found = this.#read.get(path) ?? this.reading(path);
    this.#read.set(path, found);
    return found;
  }

  /** @param {string} path */
  async text(path) {
    const now = this.files.get(path);
    if (typeof now === "string") return now;
    const bytes = await this.bytes(path);
    if (!bytes) throw new MovedError(path);
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  }

  /** @param {string} entity */
  async card(entity) {
    const listed = this.known.index.entities.find((each) => each.entity === entity);
    const shape = this.known.kinds[entity.startsWith("config/") ? entity : entity.slice(0, entity.indexOf("/"))];
    if (!listed?.path || !shape) throw new MovedError(entity);
    const text = await this.text(listed.path), markdown = listed.path.endsWith(".md");
    const value = typed(read(text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n"), markdown), shape);
    return { path: listed.path, text, markdown, shape, value };
  }

  /** @typedef {Awaited<ReturnType<Desk["card"]>>} Card */

  /** @param {Card} card @param {Alteration} step */
  step(card, step) {
    this.files.set(card.path, patched(card.text, card.markdown, card.shape, step));
  }

  /** @param {Edit} edit */
  async make(edit) {
    if (edit.op === "new") return this.begin(edit);
    if (edit.op === "material") return this.hand(edit);
    if (edit.op === "archive") return this.archive(edit);
    const card = await this.card(edit.entity);
    const steps = split(edit.path);
    const shape = shapeAt(card.shape, steps.map((each) => (each.form === "item" ? 0 : each.name)));
    const found = find(card.value, steps, card.shape);
    if (!shape) throw new OddError();
    if (edit.op === "move") return this.move(card, found, edit);
    const before = settled(edit.before, shape), after = settled(edit.after, shape);
    if (edit.op === "add" ? found.whole && reached(found.value, after, steps) : same(found.value, after)) return;
    if (!same(found.value, before) || (edit.op === "add" && found.whole)) throw new ChangedError(found.value, before);
    if (edit.op === "remove" || after === null) return this.drop(card, found.loc);
    const value = typed(asRaw(edit.after), shape);
    const keyed = edit.op === "add" ? withKey(value, card.shape, steps) : value;
    this.put(card, steps, found, keyed, edit.index);
  }

  /** @param {Card} card @param {ReturnType<typeof split>} steps @param {ReturnType<typeof find>} found @param {Value} value @param {number} [index] */
  put(card, steps, found, value, index) {
    const { loc, whole } = found;
    if (whole) return this.step(card, { op: "set", loc, value });
    const holder = loc.reduce((/** @type {Value} */ now, each) => child(now, each), card.value);
    const [step, ...rest] = steps.slice(loc.length);
    if (!step) throw new OddError();
    const inner = rest.reduceRight((/** @type {Value} */ now, each) => (each.form === "item" ? [now] : { [each.name]: now }), value);
    if (step.form === "item" && Array.isArray(holder) && holder.length) return this.step(card, { op: "put", loc: [...loc, place(holder, index)], value: inner });
    if (step.form === "item") return this.step(card, { op: "set", loc, value: [inner] });
    if (map(holder) && Object.keys(holder).length) return this.step(card, { op: "put", loc: [...loc, step.name], value: inner });
    if (compact(holder) !== null) throw new OddError();
    this.step(card, { op: "set", loc, value: { [step.name]: inner } });
  }

  /** Take a value out, with what would be empty without it. @param {Card} card @param {Loc} loc */
  drop(card, loc) {
    const holder = (/** @type {Loc} */ here) => here.slice(0, -1).reduce((/** @type {Value} */ now, each) => child(now, each), card.value);
    const size = (/** @type {Value} */ value) => (Array.isArray(value) ? value.length : map(value) ? Object.keys(value).length : 0);
    let here = loc;
    while (here.length > 1 && size(holder(here)) === 1) here = here.slice(0, -1);
    if (size(holder(here)) === 1) throw new OddError();
    this.step(card, { op: "drop", loc: here });
  }

  /** @param {Card} card @param {ReturnType<typeof find>} found @param {Edit} edit */
  move(card, found, edit) {
    const items = found.loc.slice(0, -1).reduce((/** @type {Value} */ now, each) => child(now, each), card.value);
    if (!found.whole || !Array.isArray(items)) throw new ChangedError(null, edit.before);
    const full = items.map((each, at) => (compact(each) === null ? -1 : at)).filter((at) => at >= 0);
    const now = full.indexOf(Number(found.loc.at(-1))), to = Number(edit.after);
    if (now === to) return;
    if (now !== edit.before || to >= full.length) throw new ChangedError(now + 1, Number(edit.before) + 1);
    this.step(card, { op: "move", loc: found.loc, to: place(items, to + Number(to > now)) });
  }

  /** @param {Edit} edit */
  async archive(edit) {
    const card = await this.card(edit.entity);
    const found = find(card.value, split("status"), card.shape);
    if (found.value !== "archived") {
      if (!same(found.value, compact(edit.before))) throw new ChangedError(found.value, edit.before);
      this.put(card, split("status"), found, "archived");
    }
    for (const entity of edit.unlink ? this.known.naming.filter((each) => !/^(?:config|change)\//.test(each)) : []) {
      for (let other = await this.card(entity), loc; (loc = listing(other.value, other.shape, edit.entity)); other = await this.card(entity)) {
        this.drop(other, loc);
        this.touched.add(entity);
      }
    }
  }

  /** @param {Edit} edit */
  async begin(edit) {
    const [name = "", id = ""] = edit.entity.split("/");
    const kind = this.known.kinds[name];
    if (!kind?.folder || !map(edit.after)) throw new OddError();
    const path = `${kind.folder}/${id}.${name === "regulation" ? "md" : "yml"}`;
    await this.write(path, written({ ...edit.after, id }, kind, path.endsWith(".md")));
  }

  /** Put a new file in place, where none is or the same. @param {string} path @param {string} text */
  async write(path, text) {
    const now = await this.bytes(path);
    if (now && new TextDecoder().decode(now) !== text) throw new ChangedError(path, null);
    this.files.set(path, text);
  }

  /** @param {Edit} edit */
  async hand(edit) {
    const fresh = Uint8Array.from(atob(String(edit.after)), (sign) => sign.charCodeAt(0));
    const now = await this.bytes(edit.path);
    const digest = now && (await hash(now));
    if (digest !== edit.before && digest !== (await hash(fresh))) throw new ChangedError(edit.path, null);
    this.files.set(edit.path, fresh);
  }

  /** @param {{ [name: string]: Value }} reason @param {Kind} change @param {string} today @param {Noted} [earlier] */
  async note(reason, change, today, earlier) {
    const entities = [...this.touched].filter((each) => each && !each.startsWith("change/"));
    if (earlier && (await this.bytes(earlier.path))) {
      this.files.set(earlier.path, renoted(reason, entities, change, await this.text(earlier.path), earlier.sent));
      return earlier.path;
    }
    for (let number = 1; ; number++) {
      const made = note(reason, entities, change, today, number);
      if (!made) return "";
      try {
        await this.write(made.path, made.text);
        return made.path;
      } catch (error) {
        if (!(error instanceof ChangedError)) throw error;
      }
    }
  }

  /** @returns {Promise<FileChange[]>} */
  async changed() {
    /** @type {FileChange[]} */
    const found = [];
    for (const [path, now] of this.files) {
      const content = typeof now === "string" ? new TextEncoder().encode(now) : now;
      const old = await this.bytes(path);
      if (old?.length !== content.length || old.some((each, at) => each !== content[at])) found.push({ path, content, isNew: !old });
    }
    return found;
  }
}

/** @param {Value} value @param {Shape} shape */
const settled = (value, shape) => compact(typed(asRaw(value), shape));

/** Tell whether what was to be added stands there. @param {Value} now @param {Value} after @param {ReturnType<typeof split>} steps */
const reached = (now, after, steps) => same(now, after) || (map(now) && map(after) && same(now, compact({ ...after, id: now.id ?? steps.at(-1)?.name ?? null })));

/**
 * Give an item the key that its path names; of a plain list it is that key.
 * @param {Value} value @param {Shape} shape of the card @param {ReturnType<typeof split>} steps
 */
function withKey(value, shape, steps) {
  const around = shapeAt(shape, steps.slice(0, -1).map((each) => (each.form === "item" ? 0 : each.name)));
  const key = around?.key ?? "id", name = steps.at(-1)?.name ?? "";
  if (around?.item?.form === "map") return { [key]: name, ...(map(value) ? value : {}) };
  return typed(name, around?.item);
}

/** Where an item stands whose place is counted without what is empty. @param {Value[]} items @param {number} [index] */
function place(items, index) {
  const full = items.map((each, at) => (compact(each) === null ? -1 : at)).filter((at) => at >= 0);
  return index === undefined ? items.length : (full[index] ?? items.length);
}

/**
 * Where a card is listed in another one, the last place first.
 * @param {Value} value @param {Shape | undefined} shape @param {string} entity @param {Loc} [loc] @returns {Loc | null}
 */
function listing(value, shape, entity, loc = []) {
  const [kind, id] = entity.split("/");
  if (Array.isArray(value)) {
    for (let index = value.length - 1; index >= 0; index--) {
      if (shape?.to === kind && value[index] === id) return [...loc, index];
      const inner = listing(value[index] ?? null, shape?.item, entity, [...loc, index]);
      if (inner) return inner;
    }
  } else if (map(value)) {
    for (const [name, each] of Object.entries(value).reverse()) {
      const inner = listing(each, shapeAt(shape, [name]), entity, [...loc, name]);
      if (inner) return inner;
    }
  }
  return null;
}

/** @param {Uint8Array} content */
async function hash(content) {
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", /** @type {BufferSource} */ (content)));
  return [...found].map((each) => each.toString(16).padStart(2, "0")).join("");
}
