/** Files that are handed in with a card. They are held by this page alone: a browser keeps no such sizes. */

/** @import { Handed, Told } from "./types.d.ts" */

export class Files {
  /** @type {Map<string, Handed>} */
  #handed = new Map();

  /**
   * @param {URL} root of the site @param {readonly string[]} known the files of the base
   */
  constructor(root, known) {
    this.root = root;
    this.known = known;
  }

  /**
   * Take a file.
   * @param {File} file
   * @returns {Promise<string>} its path: another one of that name is replaced
   */
  async take(file) {
    const path = `materials/${tidy(file.name)}`;
    const before = this.known.includes(path) ? await digest(await bytes(new URL(path, this.root))) : null;
    this.#handed.set(path, { before, after: base64(new Uint8Array(await file.arrayBuffer())) });
    return path;
  }

  clear() {
    this.#handed.clear();
  }

  /** @param {string} label of the files @returns {Told[]} */
  told(label) {
    return [...this.#handed].map(([path, { before, after }]) => ({
      edit: { op: "material", entity: "", path, before, after },
      trail: [label],
      shape: { form: "text" },
      zone: "",
    }));
  }
}

/** A name that every system knows. @param {string} name */
const tidy = (name) => name.normalize("NFC").replace(/[^\p{L}\p{N}_ ()+,.-]+/gu, "-").replace(/^[^\p{L}\p{N}_]+/u, "").slice(-120) || "file";

/** @param {URL} address */
async function bytes(address) {
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.arrayBuffer();
}

/** @param {ArrayBuffer} content */
async function digest(content) {
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...found].map((each) => each.toString(16).padStart(2, "0")).join("");
}

/** @param {Uint8Array} content */
function base64(content) {
  let text = "";
  for (let at = 0; at < content.length; at += 0x8000) text += String.fromCharCode(...content.subarray(at, at + 0x8000));
  return btoa(text);
}
