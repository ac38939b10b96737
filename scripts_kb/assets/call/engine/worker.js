/**
 * The engine in a module worker.
 *
 * In:  `{type: "load", url}`, `{type: "query", id, text, context}`
 * Out: `{type: "ready"}`, `{type: "result", id, hits, readAs}`, `{type: "failed", message}`
 *
 * Queries that arrive before the index is loaded are answered once it is; of those waiting only the last.
 * @module
 */

import { load } from "./engine.js";

/** @typedef {import("./engine.js").Context} Context */
/** @typedef {{type: "load", url: string} | {type: "query", id: number, text: string, context?: Context}} Request */

/** @type {import("./engine.js").Engine | null} */
let engine = null;
/** @type {Extract<Request, {type: "query"}> | null} */
let waiting = null;

/** @param {Extract<Request, {type: "query"}>} query */
const answer = ({ id, text, context }) => {
  if (engine) self.postMessage({ type: "result", id, ...engine.search(text, context) });
};

self.addEventListener("message", async ({ data }) => {
  /** @type {Request} */
  const request = data;
  if (request.type === "query") {
    if (engine) answer(request);
    else waiting = request;
    return;
  }
  try {
    const response = await fetch(request.url);
    if (!response.ok) throw new Error(`${response.status} ${request.url}`);
    engine = load(await response.arrayBuffer());
    // The first search compiles the engine: better now than under the first keystroke.
    engine.search("а");
    self.postMessage({ type: "ready" });
    if (waiting) answer(waiting);
    waiting = null;
  } catch (error) {
    self.postMessage({ type: "failed", message: String(error) });
  }
});
