/**
 * Reads the index file. Its layout is described in `scripts_kb/search/binary.py`.
 * @module
 */

/**
 * Sorted keys with their links to classes. Key `i` has the letters `letters[starts[i] … starts[i + 1]]`
 * and the links `first[i] … first[i + 1]` of `classes` and `weights`.
 * @typedef {object} Table
 * @property {number} size
 * @property {Uint16Array} letters
 * @property {Uint32Array} starts
 * @property {Uint32Array} shared Letters in common with the key before.
 * @property {Uint32Array} first
 * @property {Uint32Array} classes
 * @property {Uint8Array} weights 255: the word itself.
 */

/** @typedef {{entity: string, products: number[], segments: number[], stages: number[], units: number[]}} Member */
/** @typedef {{family: string, kind: string, units: number[], from: number, to: number}} Group Members `from` to `to`, exclusive. */
/** @typedef {{place: number, id: string, names: Uint32Array[]}} Facet Place 0: a product; 1: a segment. */

/**
 * @typedef {object} Index
 * @property {string[]} stages
 * @property {Facet[]} facets
 * @property {Table} stems
 * @property {Table} roots
 * @property {Table} phrases
 * @property {Table} opposites
 * @property {Float32Array} weights What each class tells, 0 … 1.
 * @property {(cls: number) => string} shown A class as a word for people.
 * @property {Uint8Array} fields The field of each unit.
 * @property {Uint32Array} unitStarts
 * @property {Uint32Array} unitClasses
 * @property {Group[]} groups
 * @property {Member[]} members
 */

const VERSION = 2;
const HEADER = 16;

/** @param {Uint8Array} bytes */
export function crc32(bytes) {
  const table = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    let value = i;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    table[i] = value;
  }
  let crc = ~0;
  for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {Index}
 * @throws {Error} If it is not an index, of another version, cut short or altered.
 */
export function decode(buffer) {
  const view = new DataView(buffer);
  if (buffer.byteLength < HEADER || view.getUint32(0) !== 0x534b4258) throw new Error("not a search index");
  if (view.getUint16(4, true) !== VERSION) throw new Error("a search index of another version");
  const bytes = new Uint8Array(buffer, HEADER);
  if (view.getUint32(12, true) !== bytes.length || view.getUint32(8, true) !== crc32(bytes)) {
    throw new Error("a damaged search index");
  }
  let at = 0;
  const utf8 = new TextDecoder();
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const text = () => {
    const end = number() + at;
    let out = "";
    while (at < end && bytes[at] < 128) out += String.fromCharCode(bytes[at++]);
    // Most are names in ASCII: for these a decoder takes longer to begin than to read.
    if (at < end) out += utf8.decode(bytes.subarray(at, (at = end)));
    return out;
  };
  /** @param {number} length */
  const numbers = (length) => {
    const out = new Uint32Array(length);
    for (let i = 0; i < length; i++) out[i] = number();
    return out;
  };
  /** A plain array: these lists are many and short, which typed arrays are slow at. */
  const rising = () => {
    /** @type {number[]} */
    const out = [];
    for (let left = number(), last = 0; left > 0; left--) out.push((last += number()));
    return out;
  };
  /** @param {Uint32Array} lengths */
  const sums = (lengths) => {
    const out = new Uint32Array(lengths.length + 1);
    for (let i = 0; i < lengths.length; i++) out[i + 1] = out[i] + lengths[i];
    return out;
  };
  /** @template T @param {() => T} read @returns {T[]} */
  const list = (read) => Array.from({ length: number() }, read);
  /** @param {number} length */
  const raw = (length) => bytes.subarray(at, (at += length));

  /** @returns {Table} */
  const table = () => {
    const size = number();
    const shared = numbers(size);
    const added = numbers(size);
    const starts = sums(added.map((length, i) => length + shared[i]));
    const letters = new Uint16Array(starts[size]);
    for (let i = 0; i < size; i++) {
      let to = starts[i];
      for (let j = 0; j < shared[i]; j++) letters[to++] = letters[starts[i - 1] + j];
      while (to < starts[i + 1]) {
        const byte = bytes[at++];
        letters[to++] = byte < 128 ? byte : byte < 255 ? 0x430 + byte - 128 : bytes[at++] | (bytes[at++] << 8);
      }
    }
    const first = sums(numbers(size));
    const classes = numbers(first[size]);
    return { size, letters, starts, shared, first, classes, weights: raw(first[size]) };
  };

  const kinds = list(text);
  const stages = list(text);
  const facets = list(() => ({ place: bytes[at++], id: text(), names: list(() => numbers(number())) }));
  const endings = list(text);
  const [stems, roots, phrases, opposites] = [table(), table(), table(), table()];
  const classCount = number();
  const weights = Float32Array.from(raw(classCount), (weight) => weight / 255);
  const [shownKeys, shownEndings] = [numbers(classCount), numbers(classCount)];
  const counts = numbers(number());
  const fields = new Uint8Array(counts.reduce((sum, count) => sum + count, 0));
  counts.reduce((from, count, field) => (fields.fill(field, from, from + count), from + count), 0);
  const unitStarts = sums(numbers(fields.length));
  const unitClasses = numbers(unitStarts[fields.length]);
  /** @type {Member[]} */
  const members = [];
  let entity = "";
  const member = () => {
    entity = entity.slice(0, number()) + text();
    members.push({ entity, products: rising(), segments: rising(), stages: rising(), units: rising() });
  };
  const groups = list(() => {
    const group = { family: text(), kind: kinds[number()], units: rising(), from: members.length, to: 0 };
    for (let left = number(); left > 0; left--) member();
    group.to = members.length;
    return group;
  });
  /** @param {number} cls */
  const shown = (cls) => (shownKeys[cls] ? keyOf(stems, shownKeys[cls] - 1) + endings[shownEndings[cls]] : "");
  return {
    stages, facets, stems, roots, phrases, opposites, weights, shown, fields, unitStarts, unitClasses, groups, members,
  };
}

/** @param {Table} table @param {number} i */
export const keyOf = (table, i) =>
  String.fromCharCode(...table.letters.subarray(table.starts[i], table.starts[i + 1]));
