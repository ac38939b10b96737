/**
 * The engine in a module worker.
 *
 * In:  `{type: "load", urls}`, `{type: "query", id, text, context}`
 * Out: `{type: "ready"}`, `{type: "result", id, hits, readAs, confidence}`, `{type: "failed", message}`
 *
 * Of the queries that wait, for the index or for a slow machine, only the last is answered: nobody
 * reads the others. Several indexes are searched as one: what each finds is joined by its score.
 * @module
 */

import { joined, load } from "./engine.js";

/** @import { Query, Reply, Request } from "../types.d.ts" */

const worker = /** @type {DedicatedWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** @type {import("./engine.js").Engine[] | null} */
let engines = null;
/** @type {Query | null} */
let waiting = null;

/** @param {Reply} reply */
const say = (reply) => worker.postMessage(reply);

const answer = () => {
  if (!engines || !waiting) return;
  const { id, text, context } = waiting;
  waiting = null;
  say({ type: "result", id, ...joined(engines.map((each) => each.search(text, context)), context) });
};

/** @param {string} url */
const fetched = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  const loaded = load(await response.arrayBuffer());
  // The first search compiles the engine: better now than under the first keystroke.
  loaded.search("а");
  return loaded;
};

/** @param {string[]} urls */
const start = async (urls) => {
  try {
    engines = await Promise.all(urls.map(fetched));
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
