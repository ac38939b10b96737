// Breaks calls off, for pytest: one JSON request on stdin, one JSON reply on stdout.
//
// {"files": {path: text}} → for each step of each script, and for no script, the summaries by outcome
import { readFileSync } from "node:fs";

const code = new URL("../../../scripts_kb/assets/call/", import.meta.url);
const { load } = await import(new URL("answers.js", code));
const { fill } = await import(new URL("text.js", code));
const { choose, here, meet, node, NONE, start, ways } = await import(new URL("player/run.js", code));
const { decide, outcomes } = await import(new URL("player/chosen.js", code));
const { complete, end } = await import(new URL("player/outcome.js", code));
const { summary } = await import(new URL("player/summary.js", code));
const { files } = JSON.parse(readFileSync(0, "utf8"));
const root = "https://kb.example/";

globalThis.fetch = async (url) => {
  const path = String(url).slice(root.length);
  return { ok: path in files, status: 404, text: async () => files[path] };
};
const first = new URL("call/one/answers.json", root);
const answers = await load(first, fetch(first));
const { header } = answers;
const scripts = header.scripts.map(({ entity }) => entity);
await answers.need(header.entities);
const find = (entity) => answers.card(entity);
const t = (name, values) => fill(header.texts[name] ?? `no text ${name}`, values, header.language);
const desk = { answers, t, language: header.language, today: "2026-11-21" };

/** The shortest way to each step of a script. */
function reached(script) {
  const found = new Map();
  const waiting = [start(find(script))];
  for (const run of waiting) {
    const { node: id } = here(run);
    if (here(run).script !== script || found.has(id)) continue;
    found.set(id, run);
    for (const place of ways(node(find(script), id)).keys()) waiting.push(choose(run, place, find));
  }
  return found;
}

/** What is left of a call that breaks off here. */
function left(run) {
  const step = node(find(here(run).script), here(run).node);
  const ended = end({ ...meet(run, "objection/dorogo"), comment: "Перебили" });
  return Object.fromEntries(
    outcomes(header.reasons).map((outcome) => {
      const told = decide(ended, outcome, step);
      const reasoned = { ...told, reason: told.reason || (header.reasons[outcome]?.[0].id ?? "") };
      return [outcome, complete(reasoned, step, header.reasons) ? summary(reasoned, desk) : null];
    }),
  );
}

const walked = Object.fromEntries(
  scripts.map((script) => [script, Object.fromEntries([...reached(script)].map(([id, run]) => [id, left(run)]))]),
);
console.log(JSON.stringify({ walked, alone: left(NONE) }));
