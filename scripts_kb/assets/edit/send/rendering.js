/**
 * How a new value is written where an old one stood, as scripts_kb/content/rendering.py does it. Several ways
 * are offered, the likeliest first: whoever writes takes the first one that says what it has to.
 */

import { map } from "../values.js";
import { day, FOREIGN, folded, line, linesOf, literal, LONG, quoted } from "./texts.js";
import { below as shapeBelow } from "./typing.js";

/** @import { Shape, Value } from "../types.d.ts" */
/** @import { Span } from "./spans.js" */

/** @typedef {(text: string, shape: Shape | undefined, name: string) => string[]} Styled a line, or the head of a block and its lines */

const BARE = /^[\p{L}\p{N}][^[\]{}:#,\n"'&*!|>%@`]*$/u;
const MARK = /^[>|]-?$/;

/** As it looks best. @type {Styled} */
export const best = (text, shape) => {
  if (shape?.form === "date" && day(text)) return [text];
  if (text.includes("\n")) return literal(text);
  return text.length > LONG && [...text].length > LONG ? folded(text) : [line(text)];
};

/** In one line, whatever is in it. @type {Styled} */
const plainly = (text) => [line(text)];

/**
 * Write a value in block style.
 * @param {Value} value @param {Shape | undefined} shape @param {number} column of its key or dash
 * @param {Styled} styled @param {string} [name] of its field
 * @returns {string} what follows the colon or the dash: its head, and lines below
 */
function block(value, shape, column, styled, name = "") {
  const indent = " ".repeat(column + 2);
  if (Array.isArray(value)) {
    if (!value.length) return " []";
    return `\n${value.map((each) => item(each, shape?.item, column + 2, styled)).join("\n")}`;
  }
  if (map(value)) {
    const names = Object.keys(value);
    if (!names.length) return " {}";
    return `\n${fields(value, shape, column + 2, styled)}`;
  }
  if (typeof value !== "string") return ` ${JSON.stringify(value)}`;
  const [head, ...lines] = styled(value, shape, name);
  return [` ${head}`, ...lines.map((each) => (each ? indent + each : each))].join("\n");
}

/**
 * @param {{ [name: string]: Value }} value @param {Shape | undefined} shape @param {number} column @param {Styled} styled
 * @returns {string} lines, without the end of the last
 */
function fields(value, shape, column, styled) {
  const indent = " ".repeat(column);
  return Object.entries(value).map(([name, each]) => `${indent}${line(name)}:${block(each, shapeBelow(shape, name), column, styled, name)}`).join("\n");
}

/**
 * @param {Value} value @param {Shape | undefined} shape @param {number} column of its dash @param {Styled} styled
 * @returns {string} lines, without the end of the last
 */
function item(value, shape, column, styled) {
  const dash = `${" ".repeat(column)}-`;
  if (map(value) && Object.keys(value).length) return `${dash} ${fields(value, shape, column + 2, styled).slice(column + 2)}`;
  return dash + block(value, shape, column, styled);
}

/** Ways to write below a key: what stands in its line, and whole lines below. */
/** @param {Value} value @param {Shape | undefined} shape @param {number} column @returns {Generator<{ head: string, body: string }>} */
export function* below(value, shape, column) {
  for (const styled of blocks(value)) {
    const [head = "", ...lines] = block(value, shape, column, styled).split("\n");
    yield { head, body: lines.map((each) => `${each}\n`).join("") };
  }
  yield { head: ` ${inner(value, false)}`, body: "" };
}

/** Ways to write an item: whole lines. @param {Value} value @param {Shape | undefined} shape @param {number} column */
export function* items(value, shape, column) {
  for (const styled of blocks(value)) yield `${item(value, shape, column, styled)}\n`;
  yield `${" ".repeat(column)}- ${inner(value, false)}\n`;
}

/** Ways to write a field: whole lines. @param {string} name @param {Value} value @param {Shape | undefined} shape @param {number} column */
export function* field(name, value, shape, column) {
  const key = `${" ".repeat(column)}`;
  for (const styled of blocks(value)) yield `${key}${line(name)}:${block(value, shape, column, styled, name)}\n`;
  yield `${key}${BARE.test(name) && bare(name) ? name : quoted(name)}: ${inner(value, false)}\n`;
}

/** Ways in block style; none for what only an escape keeps. @param {Value} value @returns {Styled[]} */
const blocks = (value) => (FOREIGN.test(JSON.stringify(value)) ? [] : [best, plainly]);

/** Ways to write inside brackets. @param {Value} value */
export function* inside(value) {
  yield inner(value, true);
  yield inner(value, false);
}

/** @param {Value} value @param {boolean} plain @returns {string} */
function inner(value, plain) {
  if (map(value)) {
    const pairs = Object.entries(value).map(([name, each]) => `${bare(name) ? name : quoted(name)}: ${inner(each, plain)}`);
    return `{${pairs.join(", ")}}`;
  }
  if (Array.isArray(value)) return `[${value.map((each) => inner(each, plain)).join(", ")}]`;
  if (typeof value !== "string") return JSON.stringify(value);
  return plain && bare(value) ? value : quoted(value);
}

/** Tell whether a text needs no quotes inside brackets. @param {string} text */
const bare = (text) => BARE.test(text) && text === text.trim() && line(text) === text;

/**
 * Ways to write a text in the place and the style of another one.
 * @param {string} text @param {Span} span @param {string} source the file it stands in @returns {Generator<string>}
 */
export function* again(text, span, source) {
  if (span.style === "'" && !text.includes("\n")) yield `'${text.replaceAll("'", "''")}'`;
  else if (span.style === '"' || span.style === "'") yield quoted(text);
  else if (span.style === ">" || span.style === "|") yield* anew(text, source.slice(span.start, span.end));
}

/**
 * A block anew: lines of the old one that say the same stay as they are folded.
 * @param {string} text @param {string} old
 */
function* anew(text, old) {
  const [first = "", ...lines] = old.split("\n");
  const indent = Math.min(...lines.filter((each) => each.trim()).map((each) => each.length - each.replace(/^ +/, "").length));
  if (!Number.isFinite(indent) || !indent) return;
  const space = first.indexOf(" ");
  const sign = space < 0 ? first : first.slice(0, space), remark = space < 0 ? "" : first.slice(space + 1);
  const mark = MARK.test(sign) ? sign : `${sign[0]}-`;
  const kept = lines.map((each) => each.slice(indent).trimEnd());
  const made = mark[0] === "|" ? text.split("\n") : refolded(text, kept);
  yield [remark ? `${mark} ${remark}` : mark, ...made.map((each) => (each ? " ".repeat(indent) + each : ""))].join("\n");
}

/** @param {string} text @param {string[]} old @returns {string[]} */
function refolded(text, old) {
  /** @type {string[][]} */
  const was = [[]];
  for (const each of old) each ? was.at(-1)?.push(each) : was.push([]);
  const now = text.split("\n");
  const least = Math.min(was.length, now.length);
  let first = 0, last = 0;
  while (first < least && was[first]?.join(" ") === now[first]) first++;
  while (last < least - first && was.at(-1 - last)?.join(" ") === now.at(-1 - last)) last++;
  const end = was.length - last, stop = now.length - last;
  const middle = now.slice(first, stop).map((each, number) => paragraph(each, first + number < end ? (was[first + number] ?? []) : []));
  return [...was.slice(0, first), ...middle, ...was.slice(end)].flatMap((lines, number) => (number ? ["", ...lines] : lines));
}

/**
 * Fold a paragraph: whole lines that begin and end it as before stay.
 * @param {string} text @param {string[]} old @returns {string[]}
 */
function paragraph(text, old) {
  let rest = text, kept = 0;
  while (kept < old.length && rest.startsWith(`${old[kept]} `)) rest = rest.slice((old[kept++] ?? "").length + 1);
  /** @type {string[]} */
  const last = [];
  for (const each of old.slice(kept).reverse()) {
    if (!rest.endsWith(` ${each}`)) break;
    last.unshift(each);
    rest = rest.slice(0, -each.length - 1);
  }
  return [...old.slice(0, kept), ...linesOf(rest), ...last];
}

/**
 * Write a whole new file.
 * @param {{ [name: string]: Value }} value in the order in which it shall stand @param {Shape} shape
 * @param {readonly string[] | null} prose fields whose text stands in block style, however short it is; null for all in one line
 */
export function file(value, shape, prose) {
  if (!prose) return `${fields(value, shape, 0, plainly)}\n`;
  /** @type {Styled} */
  const styled = (text, here, name) => (prose.includes(name) && !text.includes("\n") && here?.form !== "date" ? folded(text) : best(text, here, name));
  return `${fields(value, shape, 0, styled)}\n`;
}
