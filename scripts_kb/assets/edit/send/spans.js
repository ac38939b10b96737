/**
 * Where each value of a YAML text stands, as scripts_kb/content/spans.py tells it; read by the parser of
 * npm `yaml`, which keeps every sign. What its author wrote in a way that nothing could be changed in
 * without changing more, an anchor or a tag, is refused.
 *
 *     answers:          Entry("answers") ──▶ Span("list", block)
 *       - id: cup         Entry("", its dash) ──▶ Span("map", block)
 */

import { resolveAsScalar } from "../../yaml/parse/cst-scalar.js";
import { Parser } from "../../yaml/parse/parser.js";

/** @import { Token, Source } from "../../yaml/parse/parser.js" */
/** @import { Raw } from "../types.d.ts" */

/**
 * @typedef {object} Entry a field of a map or an item of a list
 * @property {string} key the name of the field, "" of an item
 * @property {number} start where its key begins, its dash, or in brackets the item itself
 * @property {number} opened behind its colon or its dash; in brackets where the value begins
 * @property {Span} value
 */

/**
 * @typedef {object} Span a value and its place
 * @property {"text" | "list" | "map"} form
 * @property {number} start its first sign
 * @property {number} end behind its last one
 * @property {string} style of a text `'`, `"`, `>`, `|`, "" where it is plain; of the others `flow` or `block`
 * @property {number} column in which its entries stand, from 0
 * @property {Entry[]} entries
 * @property {string | null} text what a text says; null for nothing
 */

/** A file whose author wrote it in a way in which no single value can be changed. */
export class OddError extends Error {}

const NULLS = ["", "~", "null", "Null", "NULL"];
const DEEPEST = 40;
const STYLES = /** @type {{ [type: string]: string }} */ ({ scalar: "", "single-quoted-scalar": "'", "double-quoted-scalar": '"' });
const BESIDE = ["space", "comment", "newline", "comma", "seq-item-ind", "map-value-ind"];

/**
 * @param {string} text YAML with line feeds alone
 * @returns {Span}
 */
export function spans(text) {
  const tokens = [...new Parser().parse(text)];
  const documents = tokens.filter((each) => each.type === "document");
  const [whole] = documents;
  if (!whole?.value || documents.length > 1 || tokens.some((each) => ["directive", "error"].includes(each.type))) throw new OddError();
  plainly(whole.start?.filter?.((each) => each.type !== "doc-start"));
  return new Reader(text).span(whole.value, 0);
}

/**
 * What a text says: texts, lists, maps, nothing.
 * @param {Span} span @returns {Raw}
 */
export function raw(span) {
  if (span.form === "text") return span.text;
  if (span.form === "list") return span.entries.map((each) => raw(each.value));
  return Object.fromEntries(span.entries.map((each) => [each.key, raw(each.value)]));
}

/**
 * @param {Span} span @param {string | number} step @returns {Entry}
 */
export function entry(span, step) {
  const found = typeof step === "number" ? span.entries[step] : span.entries.find((each) => each.key === step);
  if (!found) throw new OddError();
  return found;
}

/** @param {Span} span @param {readonly (string | number)[]} loc */
export const at = (span, loc) => loc.reduce((found, step) => entry(found, step).value, span);

/** Refuse what stands beside a value and is neither space, sign nor remark. @param {Source[] | undefined} beside */
function plainly(beside) {
  if (beside?.some((each) => !BESIDE.includes(each.type))) throw new OddError();
}

class Reader {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }

  /** @param {number} place */
  column(place) {
    return place - this.text.lastIndexOf("\n", place - 1) - 1;
  }

  /** @param {Token} token @param {number} depth @returns {Span} */
  span(token, depth) {
    if (depth > DEEPEST) throw new OddError();
    if (token.type === "block-map" || token.type === "block-seq") return this.block(token, depth);
    if (token.type === "flow-collection") return this.flow(token, depth);
    const scalar = token.type === "block-scalar" || token.type in STYLES ? resolveAsScalar(token) : null;
    if (!scalar) throw new OddError();
    const { value } = scalar;
    if (token.type !== "block-scalar") {
      const style = STYLES[token.type] ?? "";
      const end = token.offset + (token.source ?? "").length;
      return { ...empty(token.offset), end, style, text: !style && NULLS.includes(value) ? null : value, column: this.column(token.offset) };
    }
    plainly(token.props?.filter((each) => each.type !== "block-scalar-header"));
    const header = token.props?.find((each) => each.type === "block-scalar-header");
    if (!header) throw new OddError();
    const lines = this.text.slice(header.offset, token.offset + (token.source ?? "").length + this.shift(token, header.offset));
    const end = header.offset + lines.replace(/[ \t\n]+$/, "").length;
    return { ...empty(header.offset), end, style: header.source[0] ?? ">", text: value, column: this.column(header.offset) };
  }

  /** How far behind its offset the lines of a block begin. @param {Token} token @param {number} header */
  shift(token, header) {
    const first = this.text.indexOf("\n", header);
    return first < 0 ? 0 : first + 1 - token.offset;
  }

  /** @param {Token} token @param {number} depth @returns {Span} */
  block(token, depth) {
    const isMap = token.type === "block-map";
    /** @type {Entry[]} */
    const entries = [];
    for (const each of token.items ?? []) {
      plainly(each.start);
      plainly(each.sep);
      // What follows the last of them: a remark.
      if (isMap ? !each.key && !each.sep : !each.value && each.start.every((sign) => sign.type !== "seq-item-ind")) continue;
      entries.push(isMap ? this.field(each, depth) : this.item(each, depth));
    }
    const first = entries[0];
    if (!first) throw new OddError();
    const column = this.column(first.start);
    if (entries.some((each) => this.column(each.start) !== column)) throw new OddError();
    distinct(entries, isMap);
    return { form: isMap ? "map" : "list", start: first.start, end: entries.at(-1)?.value.end ?? first.start, style: "block", column, entries, text: null };
  }

  /** @param {Token} token @param {number} depth @returns {Span} */
  flow(token, depth) {
    const start = token.start;
    const close = Array.isArray(token.end) ? token.end.find((each) => each.type.startsWith("flow-")) : undefined;
    if (!start || Array.isArray(start) || !close) throw new OddError();
    const isMap = start.source === "{";
    /** @type {Entry[]} */
    const entries = [];
    for (const each of token.items ?? []) {
      plainly(each.start);
      plainly(each.sep);
      if (!each.key && !each.sep && !each.value) continue;
      if (isMap) entries.push(this.field(each, depth));
      else {
        if (each.key || each.sep || !each.value) throw new OddError();
        const value = this.span(each.value, depth + 1);
        entries.push({ key: "", start: value.start, opened: value.start, value });
      }
    }
    distinct(entries, isMap);
    return { form: isMap ? "map" : "list", start: start.offset, end: close.offset + 1, style: "flow", column: this.column(start.offset), entries, text: null };
  }

  /** @param {NonNullable<Token["items"]>[number]} pair @param {number} depth @returns {Entry} */
  field(pair, depth) {
    const colon = pair.sep?.find((each) => each.type === "map-value-ind");
    if (!pair.key || !(pair.key.type in STYLES) || !colon) throw new OddError();
    const key = resolveAsScalar(pair.key)?.value ?? "";
    const opened = colon.offset + 1;
    return { key, start: pair.key.offset, opened, value: pair.value ? this.span(pair.value, depth + 1) : empty(opened) };
  }

  /** @param {NonNullable<Token["items"]>[number]} each @param {number} depth @returns {Entry} */
  item(each, depth) {
    const dash = each.start.find((sign) => sign.type === "seq-item-ind");
    if (each.key || each.sep || !dash) throw new OddError();
    const opened = dash.offset + 1;
    return { key: "", start: dash.offset, opened, value: each.value ? this.span(each.value, depth + 1) : empty(opened) };
  }
}

/** @param {number} place @returns {Span} */
const empty = (place) => ({ form: "text", start: place, end: place, style: "", column: 0, entries: [], text: null });

/** @param {Entry[]} entries @param {boolean} isMap */
function distinct(entries, isMap) {
  if (isMap && new Set(entries.map((each) => each.key)).size < entries.length) throw new OddError();
}
