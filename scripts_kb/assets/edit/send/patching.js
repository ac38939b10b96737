/**
 * One value of a file is changed; every other sign of it stays: remarks, order, quotes, folding. As
 * scripts_kb/content/patching.py does it, to the byte: a test holds them together.
 *
 *     text ──spans──▶ where the value stands ──rendering──▶ ways to write the new one
 *                                                             │ the first that says what it has to
 *     text with that range replaced  ◀────────────────────────┘
 */

import { map, same } from "../values.js";
import { again, below, field, inside, items } from "./rendering.js";
import { at, entry, OddError, raw, spans } from "./spans.js";
import { child, compact, below as shapeBelow, shapeAt, typed } from "./typing.js";

/** @import { Raw, Shape, Value } from "../types.d.ts" */
/** @import { Entry, Span } from "./spans.js" */
/** @import { Loc } from "./typing.js" */

/** @typedef {{ op: "set" | "put" | "drop" | "move", loc: Loc, value?: Value, to?: number }} Alteration */
/** @typedef {[start: number, end: number, text: string]} Range what stands there instead */

const FRONT = /^---[ \t]*\n([^]*?)^---[ \t]*$\n?/m;
const BLANK_LINES = /^(?:[ \t]*\n)+/;
const LAST = ["review_by", "note"];
const SIGN = /[>|][-+0-9]*/y;

/**
 * Read a file.
 * @param {string} text with line feeds alone @param {boolean} markdown @returns {Raw}
 */
export function read(text, markdown) {
  const front = markdown ? FRONT.exec(text) : null;
  if (markdown && front?.index !== 0) throw new OddError();
  const found = raw(spans(front ? (front[1] ?? "") : text));
  if (!front || !map(found)) return found;
  const rest = text.slice(front[0].length);
  return { ...found, body: rest.slice(BLANK_LINES.exec(rest)?.[0].length ?? 0).trimEnd() };
}

/**
 * Change one value of a file.
 * @param {string} whole @param {boolean} markdown @param {Shape} shape @param {Alteration} step
 * @returns {string}
 */
export function patched(whole, markdown, shape, step) {
  const bare = whole.replace(/^\ufeff/, "");
  const lineEnd = /\r\n|\r|\n/.exec(bare)?.[0] ?? "\n";
  const text = bare.replace(/\r\n?/g, "\n");
  const wanted = compact(altered(typed(read(text, markdown), shape), step));
  for (const ranges of ways(text, markdown, shape, step)) {
    const found = replaced(text, ranges);
    if (found === null || !says(found, wanted, markdown, shape)) continue;
    // A file of both kinds of line ends would change all through.
    if (lineEnd !== "\n" && text.replaceAll("\n", lineEnd) !== bare) throw new OddError();
    return whole.slice(0, whole.length - bare.length) + found.replaceAll("\n", lineEnd);
  }
  throw new OddError();
}

/** @param {string} text @param {Value} wanted @param {boolean} markdown @param {Shape} shape */
function says(text, wanted, markdown, shape) {
  try {
    return same(compact(typed(read(text, markdown), shape)), wanted);
  } catch {
    return false;
  }
}

/** What a document says after a change. @param {Value} written @param {Alteration} step @returns {Value} */
export function altered(written, { op, loc, value = null, to = 0 }) {
  const found = structuredClone(written);
  const last = loc.at(-1) ?? "";
  const holder = loc.slice(0, -1).reduce((/** @type {Value} */ now, each) => child(now, each), found);
  if (Array.isArray(holder)) {
    const place = Number(last);
    if (op === "drop") holder.splice(place, 1);
    else if (op === "put") holder.splice(place, 0, value);
    else if (op === "set") holder[place] = value;
    else holder.splice(to - Number(to > place), 0, ...holder.splice(place, 1));
  } else if (map(holder)) {
    if (op === "drop") delete holder[String(last)];
    else holder[String(last)] = value;
  }
  return found;
}

/** @param {string} text @param {boolean} markdown @param {Shape} shape @param {Alteration} step @returns {Generator<Range[]>} */
function* ways(text, markdown, shape, step) {
  const front = markdown ? FRONT.exec(text) : null;
  if (front && step.loc.length === 1 && step.loc[0] === "body") {
    yield [body(text, front[0].length, step.op === "drop" ? "" : String(step.value))];
    return;
  }
  const shift = front ? text.indexOf("\n") + 1 : 0;
  const source = new Source(front ? (front[1] ?? "") : text);
  for (const ranges of WAYS[step.op](source, step, shape)) yield ranges.map(([start, end, fresh]) => [start + shift, end + shift, fresh]);
}

/** Replace the text below the fields; the blank lines around it stay. @param {string} whole @param {number} from @param {string} text @returns {Range} */
function body(whole, from, text) {
  const rest = whole.slice(from);
  const lead = rest.lastIndexOf("\n", (/[^ \t\n]/.exec(rest)?.index ?? rest.length) - 1) + 1;
  const end = rest.trimEnd().length;
  return end <= lead ? [from, whole.length, text ? `\n${text}\n` : ""] : [from + lead, from + end, text];
}

/** @param {string} text @param {Range[]} ranges @returns {string | null} null where they overlap */
function replaced(text, ranges) {
  let found = "", done = 0;
  for (const [start, end, fresh] of [...ranges].sort((one, other) => one[0] - other[0] || one[1] - other[1])) {
    if (start < done) return null;
    found += text.slice(done, start) + fresh;
    done = end;
  }
  return found + text.slice(done);
}

class Source {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.root = spans(text);
  }
  /** @param {number} place */
  line(place) {
    return place ? this.text.lastIndexOf("\n", place - 1) + 1 : 0;
  }
  /** @param {number} place */
  end(place) {
    const found = this.text.indexOf("\n", place);
    return found < 0 ? this.text.length : found;
  }
  /** @param {number} place */
  next(place) {
    return Math.min(this.end(place) + 1, this.text.length);
  }
  /** @param {number} place */
  column(place) {
    return place - this.line(place);
  }
  /** @param {Entry} each */
  opensLine(each) {
    return !/[^ ]/.test(this.text.slice(this.line(each.start), each.start));
  }
  /** Where the remarks begin that stand directly above an entry. @param {Entry} each */
  above(each) {
    let start = this.line(each.start);
    const begin = `${" ".repeat(this.column(each.start))}#`;
    while (start && this.text.startsWith(begin, this.line(start - 1))) start = this.line(start - 1);
    return start;
  }
  /** Where an entry ends with the remarks that are further in below it. @param {Entry} each */
  below(each) {
    let place = this.next(Math.max(each.value.end, each.opened));
    const column = this.column(each.start);
    while (place < this.text.length) {
      const line = this.text.slice(place, this.end(place)), inner = line.replace(/^ +/, "");
      if (!inner.startsWith("#") || line.length - inner.length <= column) break;
      place = this.next(place);
    }
    return place;
  }
}

/** @typedef {(yaml: Source, step: Alteration, shape: Shape) => Generator<Range[]>} Way */

/** Write a value in the place of another one. @type {Way} */
function* set(yaml, { loc, value = null }, shape) {
  const holder = at(yaml.root, loc.slice(0, -1));
  const old = entry(holder, loc.at(-1) ?? "");
  const here = shapeAt(shape, loc);
  if (holder.style === "flow") {
    if (old.value.form === "text" && typeof value === "string") for (const fresh of again(value, old.value, yaml.text)) yield [[old.value.start, old.value.end, fresh]];
    for (const fresh of inside(value)) yield [[old.value.start, old.value.end, fresh]];
  } else if (map(value) && holder.form === "list") {
    for (const fresh of items(value, here, yaml.column(old.start))) yield [[old.start, old.value.end, fresh.replace(/^ +/, "").replace(/\n$/, "")]];
  } else yield* inBlock(yaml, old, value, here);
}

/** @param {Source} yaml @param {Entry} old @param {Value} value @param {Shape | undefined} shape @returns {Generator<Range[]>} */
function* inBlock(yaml, old, value, shape) {
  const span = old.value;
  if (span.form === "text" && typeof value === "string") for (const fresh of again(value, span, yaml.text)) yield [[span.start, span.end, fresh]];
  if (span.style === "flow") for (const fresh of inside(value)) yield [[span.start, span.end, fresh]];
  for (const { head, body: under } of below(value, shape, yaml.column(old.start))) {
    const lines = under ? `\n${under}`.replace(/\n$/, "") : "";
    if (["block", ">", "|"].includes(span.style)) {
      // A remark behind the key, or behind the sign of a block, is no part of the value.
      SIGN.lastIndex = span.start;
      const sign = span.form === "text" ? SIGN.exec(yaml.text) : null;
      const opened = sign ? span.start + sign[0].length : old.opened;
      yield [[old.opened, opened, head], [yaml.end(opened), span.end, lines]];
    } else {
      const end = Math.max(span.end, old.opened);
      yield [[old.opened, end, head], [yaml.end(end), yaml.end(end), lines]];
    }
  }
}

/** Write a field or an item that was not there. @type {Way} */
function* put(yaml, { loc, value = null }, shape) {
  const last = loc.at(-1) ?? "", before = loc.slice(0, -1);
  const holder = at(yaml.root, before), around = shapeAt(shape, before);
  if (typeof last === "number") yield* putItem(yaml, holder, last, value, shapeAt(shape, loc));
  else yield* putField(yaml, holder, last, value, around);
}

/** @param {Source} yaml @param {Span} holder @param {number} index @param {Value} value @param {Shape | undefined} shape @returns {Generator<Range[]>} */
function* putItem(yaml, holder, index, value, shape) {
  if (holder.style === "flow") {
    for (const fresh of inside(value)) yield [intoBrackets(holder, index, fresh)];
    return;
  }
  const { entries } = holder, follower = entries[index];
  const column = yaml.column(entry(holder, 0).start);
  const place = follower ? yaml.above(follower) : yaml.below(entry(holder, entries.length - 1));
  for (const fresh of items(value, shape, column)) yield [lines(yaml, place, fresh)];
}

/** @param {Source} yaml @param {Span} holder @param {string} name @param {Value} value @param {Shape | undefined} shape @returns {Generator<Range[]>} */
function* putField(yaml, holder, name, value, shape) {
  const index = rank(holder, name, shape);
  if (holder.style === "flow") {
    for (const fresh of inside({ [name]: value })) yield [intoBrackets(holder, index, fresh.slice(1, -1))];
    return;
  }
  for (const fresh of field(name, value, shapeBelow(shape, name), holder.column)) {
    const before = holder.entries[index - 1];
    if (before) yield [lines(yaml, yaml.below(before), fresh)];
    else {
      const { start } = entry(holder, holder.entries[0]?.key ?? "");
      yield [[start, start, `${fresh.replace(/^ +/, "")}${" ".repeat(holder.column)}`]];
    }
  }
}

/**
 * The index of a new field: behind those that the schema names before it, as far as this form knows them.
 * @param {Span} holder @param {string} name @param {Shape | undefined} shape
 */
function rank(holder, name, shape) {
  const order = (shape?.fields ?? []).map((each) => each.name).filter((each) => !LAST.includes(each));
  const mine = order.indexOf(name);
  if (mine < 0) return holder.entries.length;
  const before = order.slice(0, mine);
  return holder.entries.reduce((found, each, index) => (before.includes(each.key) ? index + 1 : found), 0);
}

/** @param {Span} holder @param {number} index @param {string} fresh @returns {Range} */
function intoBrackets(holder, index, fresh) {
  const { entries } = holder, follower = entries[index], last = entries.at(-1);
  if (!last) return [holder.start + 1, holder.end - 1, fresh];
  if (follower) return [follower.start, follower.start, `${fresh}, `];
  return [last.value.end, last.value.end, `, ${fresh}`];
}

/** Put whole lines between two others; the last line of a file may have no end. @param {Source} yaml @param {number} place @param {string} fresh @returns {Range} */
const lines = (yaml, place, fresh) => [place, place, place && yaml.text[place - 1] !== "\n" ? `\n${fresh}`.replace(/\n$/, "") : fresh];

/** Take out a field or an item; what people remarked above it stays. @type {Way} */
function* drop(yaml, { loc }) {
  const holder = at(yaml.root, loc.slice(0, -1));
  const old = entry(holder, loc.at(-1) ?? "");
  const index = holder.entries.indexOf(old);
  if (holder.style === "flow") {
    yield outOfBrackets(yaml, holder, index);
    return;
  }
  const end = Math.max(old.value.end, old.opened);
  if (!yaml.opensLine(old)) {
    // The next field takes the place behind the dash, unless a remark stands between.
    const following = holder.entries[index + 1]?.start;
    if (following !== undefined && !yaml.text.slice(yaml.end(end), following).includes("#")) yield [[old.start, following, ""]];
    yield [[old.start, yaml.end(end), ""]];
    return;
  }
  yield [[yaml.line(old.start), yaml.next(end), ""]];
  yield [[yaml.line(old.start), yaml.below(old), ""]];
}

/** @param {Source} yaml @param {Span} holder @param {number} index @returns {Range[]} */
function outOfBrackets(yaml, holder, index) {
  const old = entry(holder, holder.form === "map" ? (holder.entries[index]?.key ?? "") : index);
  const end = Math.max(old.value.end, old.opened);
  const following = holder.entries[index + 1]?.start;
  if (following !== undefined) return [[old.start, yaml.text.slice(end, following).includes("#") ? yaml.text.indexOf(",", end) + 1 : following, ""]];
  const before = holder.entries[index - 1]?.value.end ?? holder.start + 1;
  if (yaml.text.slice(before, old.start).includes("#")) return [[before, yaml.text.indexOf(",", before) + 1, ""], [old.start, end, ""]];
  return [[before, end, ""]];
}

/** Put an item before another one, with its remarks. @type {Way} */
function* move(yaml, { loc, to = 0 }) {
  const holder = at(yaml.root, loc.slice(0, -1));
  const { entries } = holder, index = Number(loc.at(-1));
  const old = entry(holder, index), follower = entries[to];
  if (holder.style === "flow") {
    yield [...outOfBrackets(yaml, holder, index), intoBrackets(holder, to, yaml.text.slice(old.value.start, old.value.end))];
    return;
  }
  for (const above of [yaml.above(old), yaml.line(old.start)]) {
    const whole = yaml.text.slice(above, yaml.below(old));
    const place = follower ? yaml.above(follower) : yaml.below(entry(holder, entries.length - 1));
    yield [[above, yaml.below(old), ""], lines(yaml, place, whole.endsWith("\n") ? whole : `${whole}\n`)];
  }
}

const WAYS = { set, put, drop, move };
