/**
 * Edits become a request of the hosting: read from its branch, written as single lines, shown by its link.
 *
 *     told, reason ──plan──▶ files ──commit──▶ branch ──open──▶ link
 *                      │ somebody changed a place: told by field, nothing is sent
 *                      └ the branch moved on meanwhile: once more from the start
 *
 * The name of the branch is known before anything is sent. So who comes back after a network that went away
 * finds what has arrived, and sends only the rest.
 */

import { hosting } from "./hostings.js";
import { MovedError, plan } from "./planning.js";
import { OddError } from "./spans.js";
import { RefusedError } from "./wire.js";

/** @import { Noted, Sending, Sent, Told, Value } from "../types.d.ts" */
/** @import { Hosting } from "./hostings.js" */
/** @import { Known } from "./planning.js" */

/**
 * @typedef {object} Letter
 * @property {readonly Told[]} told
 * @property {{ [name: string]: Value }} reason
 * @property {Known} known
 * @property {string} title of the request
 * @property {string} body of it
 * @property {string} branch
 * @property {string} link of the request that is open for the branch; "" for none yet
 * @property {string} today as YYYY-MM-DD
 * @property {Noted | undefined} note where the branch says why
 * @property {(path: string) => void} noting is told, before anything is sent, where it will say why
 */

const TRIES = 2;

/** A name for a new branch; its sender need not think of one. */
export function branchOf() {
  const signs = crypto.getRandomValues(new Uint8Array(5));
  return `kb/edit-${[...signs].map((each) => each.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * Send edits.
 * @param {Sending} to @param {string} token @param {Letter} letter
 * @returns {Promise<Sent>}
 */
export async function send(to, token, letter) {
  const door = hosting(to, token);
  for (let number = 1; ; number++) {
    try {
      return await once(door, to, letter);
    } catch (error) {
      const { branch, link } = letter;
      if (error instanceof OddError) return { said: "odd", conflicts: [], link, branch };
      if (error instanceof MovedError) return { said: "moved", conflicts: [], link, branch };
      if (!(error instanceof RefusedError)) throw error;
      if (error.why !== "changed" || number === TRIES) return { said: error.why, conflicts: [], link, branch };
    }
  }
}

/** @param {Hosting} door @param {Sending} to @param {Letter} letter @returns {Promise<Sent>} */
async function once(door, to, letter) {
  const { title, body } = letter;
  const published = await door.tip(to.branch);
  if (!published) throw new RefusedError("rights", 404);
  // A request that was taken or declined takes nothing more: a fresh one begins.
  const open = letter.link ? await door.request(letter.branch, to.branch) : "";
  const branch = letter.link && !open ? branchOf() : letter.branch;
  const own = await door.tip(branch);
  const tip = own ?? published;
  const reading = (/** @type {string} */ path) => door.read(to.folder + path, tip);
  const earlier = own && branch === letter.branch ? letter.note : undefined;
  const { files, conflicts, note } = await plan(letter.told, letter.reason, letter.known, reading, letter.today, earlier);
  if (conflicts.length) return { said: "conflict", conflicts, link: open, branch };
  if (files.length) {
    letter.noting(note);
    const placed = files.map((each) => ({ ...each, path: to.folder + each.path }));
    await door.commit({ branch, from: to.branch, tip, isNew: !own, message: title, files: placed });
  } else if (!own) return { said: "already", conflicts, link: open, branch };
  const link = open || (await door.request(branch, to.branch)) || (await door.open(branch, to.branch, title, body));
  // What a hosting calls an address may be anything, a link may not.
  return { said: "sent", conflicts, link: /^https?:\/\//.test(link) ? link : "", branch };
}
