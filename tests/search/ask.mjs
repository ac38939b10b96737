// Runs the engine's modules for pytest: one JSON request on stdin, one JSON reply on stdout.
import { readFileSync } from "node:fs";

const engine = new URL("../../scripts_kb/assets/call/engine/", import.meta.url);
const request = JSON.parse(readFileSync(0, "utf8"));

if (request.words) {
  const { bare, fold, root, stem, tokens } = await import(new URL("words.js", engine));
  const reply = request.words.map((text) => {
    const parts = tokens(text);
    return [fold(text), parts, parts.map(stem), parts.map((t) => root(stem(t))), parts.map((t) => bare(root(stem(t))))];
  });
  console.log(JSON.stringify(reply));
} else if (request.readings) {
  const { fromTranslit, otherLayout } = await import(new URL("readings.js", engine));
  console.log(JSON.stringify(request.readings.map((text) => [otherLayout(text), fromTranslit(text)])));
} else {
  const { load } = await import(new URL("engine.js", engine));
  const bytes = readFileSync(request.index);
  let reply;
  try {
    const loaded = load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    reply = request.queries.map(([text, context]) => loaded.search(text, context));
  } catch (error) {
    reply = { error: error.message };
  }
  console.log(JSON.stringify(reply));
}
