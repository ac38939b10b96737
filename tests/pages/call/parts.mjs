// Reads answers as a browser does, for pytest: one JSON request on stdin, one JSON reply on stdout.
//
// {"files": {path: text}, "data": folder, "steps": [[name, …arguments]]} → a result for each step
import { readFileSync } from "node:fs";

const { load } = await import(new URL("../../../scripts_kb/assets/call/answers.js", import.meta.url));
const { files, data, steps } = JSON.parse(readFileSync(0, "utf8"));
const root = "https://kb.example/";
const asked = [];

globalThis.fetch = async (url) => {
  const path = String(url).slice(root.length);
  asked.push(path);
  const there = path in files;
  return { ok: there, status: there ? 200 : 404, text: async () => files[path], json: async () => JSON.parse(files[path]) };
};

const first = new URL(`call/${data}/answers.json`, root);
const answers = await load(first, fetch(first));
const does = {
  need: (entities) => answers.need(entities).then(() => true, () => false),
  say: (entity) => answers.card(entity)?.value.title ?? null,
  there: (entity) => answers.there(entity),
  title: (entity) => answers.title(entity),
  whom: (entity) => answers.whom(entity),
  held: () => answers.parts.filter(({ cards }) => cards).length,
  asked: () => asked.splice(0),
  put: (path, text) => void (text === null ? delete files[path] : (files[path] = text)),
};
const results = [];
for (const [name, ...given] of steps) results.push((await does[name](...given)) ?? null);
console.log(JSON.stringify(results));
