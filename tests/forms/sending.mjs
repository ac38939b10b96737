/**
 * Asks the writer of the form, as the browser loads it, what edits come to. One JSON in, one out:
 * {kinds, index, cases: [{files: {path: text}, edits, reason, naming}]} ──▶ [{files} | {conflicts} | {refused}].
 */

import { plan } from "../../scripts_kb/assets/edit/send/planning.js";

const chunks = [];
for await (const each of process.stdin) chunks.push(each);
const { kinds, index, cases, today } = JSON.parse(Buffer.concat(chunks).toString("utf-8"));
const found = [];
for (const each of cases) {
  const known = { kinds, index: each.index ?? index, naming: each.naming ?? [] };
  const told = each.edits.map((edit) => ({ edit, trail: [edit.path] }));
  const read = async (path) => (path in each.files ? new TextEncoder().encode(each.files[path]) : null);
  try {
    const { files, conflicts } = await plan(told, each.reason ?? {}, known, read, today);
    const texts = Object.fromEntries(files.map(({ path, content }) => [path, Buffer.from(content).toString("utf-8")]));
    found.push(conflicts.length ? { conflicts } : { files: texts });
  } catch (error) {
    found.push({ refused: `${error.constructor.name}: ${error.message}`, stack: error.stack });
  }
}
process.stdout.write(JSON.stringify(found));
