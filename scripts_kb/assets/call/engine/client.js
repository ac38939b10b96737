/**
 * The page's side of the worker: asks, and lets only the answer to the last question through.
 * @module
 */

/** @import { Context, Reply, Request, Result } from "../types.d.ts" */

export class Client {
  /**
   * @param {string | URL} worker Address of worker.js.
   * @param {...(string | URL)} indexes Addresses of the index files: absolute, or from this page.
   */
  constructor(worker, ...indexes) {
    this.worker = new Worker(worker, { type: "module" });
    this.last = 0;
    /** @type {{id: number, resolve: (result: Result | null) => void} | null} */
    this.pending = null;
    /** Settles when the first query can be answered. @type {Promise<void>} */
    this.ready = new Promise((resolve, reject) => {
      this.worker.addEventListener("message", (event) => {
        const data = /** @type {Reply} */ (event.data);
        if (data.type === "ready") resolve();
        else if (data.type === "failed") reject(new Error(data.message));
        else this.#settle(data);
      });
      this.worker.addEventListener("error", (event) => reject(new Error(event.message)));
    });
    this.#say({ type: "load", urls: indexes.map((each) => new URL(each, location.href).href) });
  }

  /**
   * @param {string} text @param {Context} [context]
   * @returns {Promise<Result | null>} Null where a later question has overtaken this one.
   */
  search(text, context) {
    this.pending?.resolve(null);
    return new Promise((resolve) => {
      this.pending = { id: ++this.last, resolve };
      this.#say({ type: "query", id: this.last, text, context });
    });
  }

  /** @param {Request} request */
  #say(request) {
    this.worker.postMessage(request);
  }

  close() {
    this.pending?.resolve(null);
    this.worker.terminate();
  }

  /** @param {Result & {id: number}} data */
  #settle({ id, ...result }) {
    if (this.pending?.id !== id) return;
    this.pending.resolve(result);
    this.pending = null;
  }
}
