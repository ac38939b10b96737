/** What is asked of a hosting, and what its refusals mean to whoever sends. */

const LONGEST = 30_000;

/**
 * A refusal, by what the person can do about it: `token` give another one, `rights` ask for them, `changed` try
 * again on what is there now, `away` wait for the network, `elsewhere` have the address of the hosting put right,
 * `other` the rest.
 */
export class RefusedError extends Error {
  /** @param {"token" | "rights" | "changed" | "away" | "elsewhere" | "other"} why @param {number} status */
  constructor(why, status) {
    super(`${why} ${status}`);
    this.why = why;
    this.status = status;
  }
}

/** What a status means. GitLab says 400 of a file that was changed, GitHub and Gitea 409 or 422. */
const MEANING = /** @type {{ [status: number]: RefusedError["why"] }} */ ({ 401: "token", 403: "rights", 404: "rights", 400: "changed", 409: "changed", 422: "changed" });

export class Wire {
  /** @param {string} root of all addresses @param {{ [name: string]: string }} headers */
  constructor(root, headers) {
    this.root = root;
    this.headers = headers;
  }

  /** @param {string} method @param {string} path @param {unknown} [sent] */
  async ask(method, path, sent) {
    /** @type {RequestInit} */
    const how = { method, headers: this.headers, cache: "no-store", credentials: "omit", redirect: "manual", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(LONGEST) };
    if (sent !== undefined) {
      how.headers = { ...this.headers, "Content-Type": "application/json" };
      how.body = JSON.stringify(sent);
    }
    try {
      const answer = await fetch(this.root + path, how);
      // A key goes to the hosting that the base names, and nowhere else that an answer may lead to.
      if (answer.type === "opaqueredirect") throw new RefusedError("elsewhere", 0);
      return { status: answer.status, said: answer.ok ? await answer.json() : null };
    } catch (error) {
      throw error instanceof RefusedError ? error : new RefusedError("away", 0);
    }
  }

  /** @param {string} method @param {string} path @param {unknown} [sent] */
  async send(method, path, sent) {
    const { status, said } = await this.ask(method, path, sent);
    if (said === null) throw new RefusedError(MEANING[status] ?? "other", status);
    return said;
  }

  /** @param {string} path */
  get(path) {
    return this.send("GET", path);
  }

  /** @param {string} path @param {unknown} sent */
  post(path, sent) {
    return this.send("POST", path, sent);
  }

  /** What may be there or not: null for what is not. @param {string} path */
  async found(path) {
    const { status, said } = await this.ask("GET", path);
    if (status === 404) return null;
    if (said === null) throw new RefusedError(MEANING[status] ?? "other", status);
    return said;
  }
}
