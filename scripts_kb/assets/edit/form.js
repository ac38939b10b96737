/**
 * The form of a card, from the contract: each value has its control, each list what adds, moves and
 * takes away. What is empty and need not be filled is folded, so that a card is no questionnaire.
 */

import { control, make, pricing } from "./controls.js";
import { shown } from "./prices.js";
import { spelled } from "./told.js";
import { brief, canonical, map } from "./values.js";

/** @import { Around } from "./controls.js" */
/** @import { Field, Place, Shape, Value } from "./types.d.ts" */

/** Fields that may be left empty and stand open all the same. */
const OPEN = 2;

let made = 0;

/**
 * @param {readonly Field[]} fields @param {Place} place of the map that holds them @param {Around} around
 * @param {readonly string[]} begins fields that stand open though they are empty
 * @returns {HTMLElement}
 */
export function fieldsOf(fields, place, around, begins = []) {
  const box = make("div", { class: "kb-edit-fields" });
  // An id is given once: other cards and the past know it.
  const seen = fields.filter((each) => each.name !== "id");
  const isOpen = (/** @type {Field} */ each) => each.required || begins.includes(each.name) || canonical(child(place, each.name).get()) !== null;
  const empty = seen.filter((each) => !isOpen(each));
  // Of what has just been begun all is empty, and all is to be filled.
  const folded = empty.length > OPEN && empty.length < seen.length ? [...empty] : [];
  for (const each of seen) if (!folded.includes(each)) box.append(field(each, child(place, each.name), around));
  if (folded.length) {
    const more = make("details", { class: "kb-edit-more" }, make("summary", {}, around.texts.more ?? ""));
    // Made when they are wanted: a script has hundreds of them.
    more.addEventListener("toggle", () => more.append(...folded.splice(0).map((each) => field(each, child(place, each.name), around))));
    box.append(more);
  }
  return box;
}

/**
 * Put what is said to customers before what is seldom changed: names, states, dates.
 * @param {readonly Field[]} fields @returns {Field[]}
 */
export const phrasesFirst = (fields) => [...fields.filter(said), ...fields.filter((each) => !said(each))];

/** @param {Shape} shape @returns {boolean} whether a phrase of ours stands there, or in it */
function said(shape) {
  const { use, item, fields = [] } = /** @type {Field} */ (shape);
  return use === "spoken" || (item !== undefined && said(item)) || fields.some(said);
}

/** @param {Place} place @param {string} name @returns {Place} */
export const child = (place, name) => ({
  get() {
    const around = place.get();
    return map(around) ? around[name] : undefined;
  },
  set(value) {
    const held = place.get();
    const around = map(held) ? held : {};
    if (value === undefined) delete around[name];
    else around[name] = value;
    place.set(around);
  },
});

/** @param {Field} each @param {Place} place @param {Around} around @returns {HTMLElement} */
function field(each, place, around) {
  const label = each.label[around.language] ?? each.name;
  const id = `kb-edit-${++made}`;
  const help = each.help?.[around.language];
  // Whose consent it takes is told where it is another's than of all around it.
  const agree = each.zone && each.zone !== around.zone ? agreeing(each.zone, around) : "";
  const inside = each.zone ? { ...around, zone: each.zone } : around;
  const told = [help, agree].some(Boolean) ? [make("p", { class: "kb-edit-help", id: `${id}-help` }, [help, agree].filter(Boolean).join(" "))] : [];
  if (each.form === "map" || each.form === "list" || each.form === "free") {
    const inner = each.form === "list" ? list(each, place, inside, label) : group(each, place, inside);
    return make("fieldset", { class: "kb-edit-group", "data-field": each.name }, make("legend", {}, label), ...told, inner);
  }
  const input = control(each, place, around);
  input.id = id;
  if (told.length) input.setAttribute("aria-describedby", `${id}-help`);
  if (each.required) input.required = true;
  const box = make("div", { class: "kb-edit-field", "data-field": each.name }, make("label", { for: id }, label), ...told, input);
  if (each.use === "spoken" && !each.choices) box.append(...pricing(input, label, around));
  if (each.to === "material") box.append(uploading(label, around, (path) => {
    place.set(path);
    around.changed();
    // The file is among the choices now.
    input.dispatchEvent(new Event("focus"));
  }));
  return box;
}

/**
 * Tell whose consent a zone asks for.
 * @param {string} zone @param {Around} around @returns {string} "" where it asks for nobody's
 */
export function agreeing(zone, { card, texts }) {
  const who = card.zones.find((each) => each.id === zone)?.approvals ?? [];
  return who.length ? `${texts.agrees}: ${who.join(", ")}.` : "";
}

/** The zone that most fields of a card are of. @param {readonly Field[]} fields @returns {string} */
export function mainly(fields) {
  const zones = fields.map((each) => each.zone ?? "");
  const count = (/** @type {string} */ zone) => zones.filter((each) => each === zone).length;
  return [...zones].sort((one, other) => count(other) - count(one))[0] ?? "";
}

/** @param {Shape} shape @param {Place} place @param {Around} around @returns {HTMLElement} */
function group(shape, place, around) {
  if (shape.form === "map") return fieldsOf(shape.fields ?? [], place, around);
  const now = place.get();
  const names = map(now) ? Object.keys(now) : [];
  const item = shape.item ?? { form: "text" };
  return make("div", {}, ...names.map((name) => field({ ...item, name, label: { ru: name, en: name } }, child(place, name), around)));
}

/** @param {Field} each @param {Place} place @param {Around} around @param {string} label @returns {HTMLElement} */
function list(each, place, around, label) {
  const item = each.item ?? { form: "text" };
  const { texts } = around;
  const rows = make("ol", { class: "kb-edit-list" });
  const open = new WeakSet();
  const items = () => {
    const now = place.get();
    return Array.isArray(now) ? now : [];
  };
  /** @param {Value[]} now */
  const put = (now) => {
    place.set(now.length ? now : undefined);
    around.changed();
  };

  /** @param {string} act @param {string} sign @param {number} at @param {() => void} done */
  const button = (act, sign, at, done) => {
    const now = items()[at] ?? null;
    const what = (item.form === "map" ? brief(now) : spelled(now, item, around)) || `${label} ${at + 1}`;
    const made = make("button", { type: "button", class: "kb-button", "data-act": act, "aria-label": `${texts[act] ?? ""}: ${what}` }, sign);
    made.addEventListener("click", done);
    return made;
  };
  /** @param {number} from @param {number} to */
  const move = (from, to) => {
    const now = [...items()];
    if (to < 0 || to >= now.length) return;
    now.splice(to, 0, ...now.splice(from, 1));
    put(now);
    draw();
    const act = to < from ? "up" : "down";
    const next = rows.children[to]?.querySelector(`[data-act="${act}"]`);
    if (next instanceof HTMLElement) next.focus();
  };
  /** @param {number} at */
  const remove = (at) => {
    put(items().filter((_, other) => other !== at));
    draw();
    const next = rows.children[Math.min(at, rows.children.length - 1)]?.querySelector("[data-act=remove]") ?? adding;
    if (next instanceof HTMLElement) next.focus();
  };

  /** @param {Value} now @param {number} at */
  const row = (now, at) => {
    /** @type {Place} */
    const spot = {
      get: () => items()[at],
      set: (value) => place.set(items().map((other, index) => (index === at ? (value ?? (item.form === "map" ? {} : "")) : other))),
    };
    const tools = make("div", { class: "kb-edit-tools" });
    tools.append(button("up", "↑", at, () => move(at, at - 1)), button("down", "↓", at, () => move(at, at + 1)), button("remove", "✕", at, () => remove(at)));
    if (item.form !== "map") {
      const input = control({ ...item, lines: each.lines ?? false }, spot, around);
      input.setAttribute("aria-label", `${label} ${at + 1}`);
      const prices = each.use === "spoken" ? pricing(input, `${label} ${at + 1}`, around) : [];
      return make("li", {}, prices.length ? make("div", {}, input, ...prices) : input, tools);
    }
    const folded = make("details", {}, make("summary", {}, shown(brief(now), around.card.index.prices) || `${label} ${at + 1}`));
    const fill = () => {
      if (folded.childElementCount === 1) folded.append(fieldsOf(item.fields ?? [], spot, around));
    };
    folded.addEventListener("toggle", () => {
      if (folded.hasAttribute("open")) fill();
      const known = items()[at];
      if (map(known)) folded.hasAttribute("open") ? open.add(known) : open.delete(known);
    });
    if (map(now) && (open.has(now) || !brief(now))) {
      folded.setAttribute("open", "");
      fill();
    }
    return make("li", {}, folded, tools);
  };
  const draw = () => rows.replaceChildren(...items().map(row));

  const adding = make("button", { type: "button", class: "kb-button kb-edit-add" }, texts.add ?? "");
  adding.setAttribute("aria-label", `${texts.add ?? ""}: ${label}`);
  adding.addEventListener("click", () => {
    const now = item.form === "map" ? fresh(each, items()) : "";
    if (map(now)) open.add(now);
    put([...items(), now]);
    draw();
    const first = rows.lastElementChild?.querySelector("input, textarea, select");
    if (first instanceof HTMLElement) first.focus();
  });
  draw();
  return make("div", {}, rows, adding);
}

/**
 * Where a file is handed in.
 * @param {string} label @param {Around} around @param {(path: string) => void} taken
 */
function uploading(label, { files, texts }, taken) {
  const input = document.createElement("input");
  input.type = "file";
  input.setAttribute("aria-label", `${texts.upload ?? ""}: ${label}`);
  const said = make("p", { class: "kb-edit-help", role: "status" });
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    try {
      taken(await files.take(file));
      said.textContent = texts.held ?? "";
    } catch {
      said.textContent = texts.untaken ?? "";
    }
  });
  return make("div", {}, make("p", {}, texts.upload ?? ""), input, said);
}

/**
 * Begin an item: what tells it apart from the others is given once and never changes.
 * @param {Field} each @param {readonly Value[]} others @returns {Value}
 */
function fresh(each, others) {
  if ((each.key ?? "id") !== "id") return {};
  const stem = each.name.replace(/s$/, "").replace(/[^a-z0-9]+/g, "-");
  const taken = new Set(others.map((other) => (map(other) ? other.id : null)));
  let number = others.length + 1;
  while (taken.has(`${stem}-${number}`)) number++;
  return { id: `${stem}-${number}` };
}
