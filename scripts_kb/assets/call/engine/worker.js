/**
 * The engine in a module worker.
 *
 * In:  `{type: "load", urls}`, `{type: "query", id, text, context}`
 * Out: `{type: "ready"}`, `{type: "result", id, hits, readAs}`, `{type: "failed", message}`
 *
 * Of the queries that wait, for the index or for a slow machine, only the last is answered: nobody
 * reads the others. Several indexes are searched as one: what each finds is joined by its score.
 * @module
 */

/** @import { Query, Reply, Request, Result } from "../types.d.ts" */

/** On its way together with the index, not before it. */
const code = import("./engine.js");

const worker = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** @type {((query: Query) => Result) | null} */
let searched = null;
/** @type {Query | null} */
let waiting = null;

/** @param {Reply} reply */
const say = (reply) => worker.postMessage(reply);

const answer = () => {
  if (!searched || !waiting) return;
  const query = waiting;
  waiting = null;
  say({ type: "result", id: query.id, ...searched(query) });
};

/** @param {string} url */
const fetched = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.arrayBuffer();
};

/** @param {string[]} urls */
const start = async (urls) => {
  try {
    const [{ joined, load }, ...indexes] = await Promise.all([code, ...urls.map(fetched)]);
    const engines = indexes.map(load);
    // The first search compiles the engine: better now than under the first keystroke.
    for (const each of engines) each.search("а");
    searched = ({ text, context }) => joined(engines.map((each) => each.search(text, context)), context);
    say({ type: "ready" });
    answer();
  } catch (error) {
    say({ type: "failed", message: String(error) });
  }
};

worker.addEventListener("message", ({ data }) => {
  /** @type {Request} */
  const request = data;
  if (request.type === "load") {
    start(request.urls);
  } else {
    waiting = request;
    // Behind the messages that are already there: a later query replaces this one.
    setTimeout(answer);
  }
});
