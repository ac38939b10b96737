/**
 * The engine in a module worker.
 *
 * In:  `{type: "load", url}`, `{type: "query", id, text, context}`
 * Out: `{type: "ready"}`, `{type: "result", id, hits, readAs}`, `{type: "failed", message}`
 *
 * Of the queries that wait, for the index or for a slow machine, only the last is answered: nobody
 * reads the others.
 * @module
 */

import { load } from "./engine.js";

/** @typedef {import("./engine.js").Context} Context */
/** @typedef {{type: "query", id: number, text: string, context?: Context}} Query */
/** @typedef {{type: "load", url: string} | Query} Request */

/** @type {import("./engine.js").Engine | null} */
let engine = null;
/** @type {Query | null} */
let waiting = null;

const answer = () => {
  if (!engine || !waiting) return;
  const { id, text, context } = waiting;
  waiting = null;
  self.postMessage({ type: "result", id, ...engine.search(text, context) });
};

/** @param {string} url */
const start = async (url) => {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status} ${url}`);
    const loaded = load(await response.arrayBuffer());
    // The first search compiles the engine: better now than under the first keystroke.
    loaded.search("а");
    engine = loaded;
    self.postMessage({ type: "ready" });
    answer();
  } catch (error) {
    self.postMessage({ type: "failed", message: String(error) });
  }
};

self.addEventListener("message", ({ data }) => {
  /** @type {Request} */
  const request = data;
  if (request.type === "load") {
    start(request.url);
  } else {
    waiting = request;
    // Behind the messages that are already there: a later query replaces this one.
    setTimeout(answer);
  }
});
