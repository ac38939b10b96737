/** Before and after, word by word. */

/** Cells of the table that a comparison may fill; what is longer is told as a whole. */
const MOST = 250_000;

/** @typedef {{ mark: "" | "del" | "ins", text: string }} Part */

/**
 * @param {string} before @param {string} after
 * @returns {Part[]}
 */
export function compared(before, after) {
  const old = before.match(/\s+|[^\s]+/gu) ?? [], fresh = after.match(/\s+|[^\s]+/gu) ?? [];
  if (old.length * fresh.length > MOST) return parts([["del", before], ["ins", after]]);
  const width = fresh.length + 1;
  // How many words both have in common, from each pair of places to the end.
  const common = new Uint16Array((old.length + 1) * width);
  for (let a = old.length - 1; a >= 0; a--) {
    for (let b = fresh.length - 1; b >= 0; b--) {
      const down = common[(a + 1) * width + b] ?? 0, right = common[a * width + b + 1] ?? 0;
      common[a * width + b] = old[a] === fresh[b] ? (common[(a + 1) * width + b + 1] ?? 0) + 1 : Math.max(down, right);
    }
  }
  /** @type {[Part["mark"], string][]} */
  const found = [];
  let a = 0, b = 0;
  while (a < old.length || b < fresh.length) {
    const down = common[(a + 1) * width + b] ?? 0, right = common[a * width + b + 1] ?? 0;
    if (a < old.length && b < fresh.length && old[a] === fresh[b]) {
      found.push(["", old[a++] ?? ""]);
      b++;
    } else if (a < old.length && (b === fresh.length || down >= right)) found.push(["del", old[a++] ?? ""]);
    else found.push(["ins", fresh[b++] ?? ""]);
  }
  return parts(found);
}

/** @param {[Part["mark"], string][]} found @returns {Part[]} */
function parts(found) {
  /** @type {Part[]} */
  const joined = [];
  for (const [mark, text] of found) {
    const last = joined.at(-1);
    if (last?.mark === mark) last.text += text;
    else if (text) joined.push({ mark, text });
  }
  return joined;
}
