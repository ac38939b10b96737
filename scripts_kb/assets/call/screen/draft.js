/** What a screen noticed as a draft for those who keep the base. Loaded after the first key. */

/** @import { Notes } from "../types.d.ts" */

/**
 * Write the draft: YAML of an `insight`, as `content/insights/` takes it.
 * @param {Notes} notes
 * @param {string} today
 * @param {{title: string, note: string, instead: string}} texts
 * @returns {string}
 */
export function draft(notes, today, texts) {
  const words = Object.entries(notes.missed).sort((a, b) => b[1].count - a[1].count);
  const objections = Object.entries(notes.opened)
    .filter(([entity]) => entity.startsWith("objection/"))
    .sort((a, b) => b[1] - a[1]);
  const segments = new Set(words.map(([, { segment }]) => segment));
  const segment = segments.size === 1 ? [...segments][0] : "";
  const wrong = words.filter(([, { instead }]) => instead).map(([says, { instead }]) => `«${says}» — ${instead}`);
  const note = wrong.length ? `${texts.note}. ${texts.instead}: ${wrong.join("; ")}` : texts.note;
  // A JSON string is a YAML string, whatever a customer said.
  return [
    `id: ${today}-calls`,
    `title: ${JSON.stringify(texts.title)}`,
    "status: draft",
    `from: ${notes.since}`,
    `to: ${today}`,
    "source: calls",
    "noticed_by: sales",
    ...(segment ? [`segment: ${segment}`] : []),
    ...(objections.length ? ["objections:"] : []),
    ...objections.map(
      ([entity, count]) => `  - objection: ${entity.slice("objection/".length)}\n    count: ${count}`,
    ),
    ...(words.length ? ["unanswered:"] : []),
    ...words.map(
      ([says, { count }], index) =>
        `  - id: words-${index + 1}\n    says: ${JSON.stringify(says)}\n    count: ${count}`,
    ),
    `note: ${JSON.stringify(note)}`,
    "",
  ].join("\n");
}
