/**
 * How a text is written: plain where YAML would read nothing else into it, in quotes, folded, as lines.
 * The choices are those of scripts_kb/content/writing.py with ruamel.yaml, so that what the form writes
 * and what `kb apply` writes is the same.
 */

/** Where prose is folded; lines that a person folded stay as they are. */
const WIDTH = 92;
/** Signs of a text from which on it is folded. */
export const LONG = 70;

/** What YAML reads as something else than a text, by YAML 1.2. */
const MEANT = [
  /^(?:true|True|TRUE|false|False|FALSE)$/,
  /^(?:~|null|Null|NULL|)$/,
  /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?(?:[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  /^(?:[-+]?0b[0-1_]+|[-+]?0o?[0-7_]+|[-+]?[0-9_]+|[-+]?0x[0-9a-fA-F_]+)$/,
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}$|^[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9]{2})?))?$/,
  /^(?:<<|=|!|&|\*)$/,
];
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
/** What only double quotes hold. */
const SPECIAL = /[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
/** Line ends of another version of YAML: nothing but an escape keeps them. */
export const FOREIGN = /[\x85\u2028\u2029]/;
const ESCAPES = /** @type {{ [sign: string]: string }} */ ({ "\0": "0", "\x07": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e", '"': '"', "\\": "\\", "\x85": "N", "\u2028": "L", "\u2029": "P" });

/** Tell whether a text is a day. @param {string} text */
export function day(text) {
  const found = DAY.test(text) ? new Date(`${text}T00:00Z`) : null;
  return found !== null && !Number.isNaN(found.getTime()) && found.toISOString().startsWith(text);
}

/** Tell whether a text stands plainly in a line of its own. @param {string} text */
function plain(text) {
  if (MEANT.some((each) => each.test(text)) || SPECIAL.test(text) || FOREIGN.test(text) || text.includes("\n")) return false;
  if (/^(?:---|\.\.\.)/.test(text) || /^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[-?:](?:[ \t]|$)/.test(text)) return false;
  return !/:(?:[ \t]|$)/.test(text) && !/[ \t]#/.test(text) && !/^ | $/.test(text);
}

/** Write a text in one line as it looks best. @param {string} text @returns {string} */
export function line(text) {
  if (plain(text)) return text;
  if (text.includes("'") || text.includes("\n") || SPECIAL.test(text) || / \n|\n /.test(text)) return escaped(text);
  return `'${text}'`;
}

/** @param {string} text */
function escaped(text) {
  const inner = [...text].map((sign) => {
    const known = ESCAPES[sign];
    if (known) return `\\${known}`;
    if (!SPECIAL.test(sign)) return sign;
    const code = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
  return `"${inner.join("")}"`;
}

/**
 * Write a text in double quotes as JSON does; YAML reads them so.
 * @param {string} text
 */
export const quoted = (text) =>
  JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A text of several lines as a block that keeps them. @param {string} text @returns {string[]} */
export function literal(text) {
  const lines = text.split("\n");
  const chomp = text.endsWith("\n") ? (/(?:^|\n)\n$/.test(text) ? "+" : "") : "-";
  const head = `|${/^[ \n]/.test(text) ? "2" : ""}${chomp}`;
  if (chomp !== "-") lines.pop();
  return [head, ...lines];
}

/** A text of one line as a folded block. @param {string} text @returns {string[]} */
export function folded(text) {
  /** @type {string[]} */
  const found = [];
  for (const each of parts(text)) {
    const last = found.at(-1);
    // A double space would become one where a line ends.
    if (last === undefined) found.push(each);
    else if (/\s$/.test(last) || /^ \s/.test(each)) found[found.length - 1] = last + each;
    else found.push(each.slice(1));
  }
  return [`>${text.startsWith(" ") ? "2" : ""}-`, ...found];
}

/** The lines of a text as it is folded. @param {string} text @returns {string[]} */
export const linesOf = (text) => parts(text).map((each) => each.replace(/^ /, ""));

/**
 * Part a text before the spaces at which it is folded, counted in letters.
 * @param {string} text @returns {string[]}
 */
function parts(text) {
  const signs = [...text];
  /** @type {string[]} */
  const found = [];
  let start = 0;
  while (signs.length - start > WIDTH) {
    const at = signs.lastIndexOf(" ", start + WIDTH - 1);
    if (at < start + 1) break;
    found.push(signs.slice(start, at).join(""));
    start = at;
  }
  return [...found, signs.slice(start).join("")];
}
