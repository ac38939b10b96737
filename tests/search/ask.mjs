// Runs the engine's modules for pytest: a JSON request a line on stdin, a JSON reply a line on stdout.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const engine = new URL("../../scripts_kb/assets/call/engine/", import.meta.url);

async function answer(request) {
  if (request.words) {
    const { bare, fold, root, stem, tokens } = await import(new URL("words.js", engine));
    const reply = request.words.map((text) => {
      const parts = tokens(text);
      return [fold(text), parts, parts.map(stem), parts.map((t) => root(stem(t))), parts.map((t) => bare(root(stem(t))))];
    });
    return reply;
  } else if (request.readings) {
    const { fromTranslit, otherLayout } = await import(new URL("readings.js", engine));
    return request.readings.map((text) => [otherLayout(text), fromTranslit(text)]);
  } else if (request.protocol) {
    // The page's client and the worker in one process, joined by what stands for a browser's worker.
    const heard = { page: [], worker: [] };
    const clone = (data) => structuredClone({ data });
    const sent = [];
    globalThis.self = {
      addEventListener: (_, listener) => heard.worker.push(listener),
      postMessage: (data) => {
        sent.push(data.type);
        heard.page.forEach((listener) => listener(clone(data)));
      },
    };
    globalThis.Worker = class {
      addEventListener(type, listener) {
        if (type === "message") heard.page.push(listener);
      }
      postMessage(data) {
        setTimeout(() => heard.worker.forEach((listener) => listener(clone(data))));
      }
      terminate() {}
    };
    globalThis.location = { href: "http://site.test/call/" };
    const fetched = [];
    globalThis.fetch = async (url) => {
      fetched.push(url);
      await new Promise((resolve) => setTimeout(resolve, 20));
      const bytes = readFileSync(new URL(url.split("/").pop(), `file://${request.index}`));
      return request.status === 200
        ? { ok: true, arrayBuffer: async () => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) }
        : { ok: false, status: request.status };
    };
    await import(new URL("worker.js", engine));
    const { Client } = await import(new URL("client.js", engine));
    const client = new Client("worker.js", ...(request.indexes ?? ["../search.bin"]));
    // Asked before the index is there: only the last is answered.
    const early = request.protocol.map((text) => client.search(text));
    const ready = await client.ready.then(() => "ready", (error) => error.message);
    const replies = ready === "ready" ? await Promise.all(early) : [];
    const late = ready === "ready" ? await client.search(request.protocol[0]) : null;
    const last = client.search(request.protocol[0]);
    client.close();
    return { ready, replies, late, closed: await last, sent, fetched };
  } else {
    const { load } = await import(new URL("engine.js", engine));
    /** @param {{index: string, queries: [string, object][]}} asked */
    const answered = ({ index, queries }) => {
      const bytes = readFileSync(index);
      try {
        const loaded = load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
        return queries.map(([text, context]) => loaded.search(text, context));
      } catch (error) {
        return { error: error.message };
      }
    };
    return request.indexes ? request.indexes.map(answered) : answered(request);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))));
}
