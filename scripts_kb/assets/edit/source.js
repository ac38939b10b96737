/**
 * Where a card comes from, and where its edits go.
 *
 *     a published site      edit/forms.json, edit/KIND/ID.json     a request of the hosting, or EDITS.json
 *     kb serve --edit       /.edit/card                            /.edit/apply, into the files
 */

/** @import { Card, Kind, Sending } from "./types.d.ts" */

/**
 * @typedef {object} Source
 * @property {Card} card
 * @property {{ [name: string]: Kind }} kinds
 * @property {Sending | null} sending
 * @property {boolean} overheard whether a key given here could be read on its way, so that nothing is sent from here
 * @property {((sheet: unknown) => Promise<{ written: string[], problems: string[] }>) | null} write
 */

/** @param {string} address @param {RequestInit} [how] */
async function json(address, how) {
  const answer = await fetch(address, { cache: "no-cache", ...how });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/**
 * @param {URL} root of the site @param {string} entity, or the kind of a new one
 * @returns {Promise<Source>}
 */
export async function open(root, entity) {
  if (!/^[a-z]+(?:\/[a-z0-9-]+)?$/.test(entity)) throw new Error(entity);
  const [name = "", id] = entity.split("/");
  const [forms, known] = await Promise.all([
    json(new URL("edit/forms.json", root).href),
    id ? json(new URL(`edit/${entity}.json`, root).href) : { value: {}, reaches: [], named: [], naming: [] },
  ]);
  const kind = forms.kinds[name];
  if (!kind?.new || name === "change") throw new Error(entity);
  const card = { kind, change: forms.kinds.change, zones: forms.zones, index: forms.index, ...known };
  const token = document.getElementById("kb-preview") ? await key(root) : "";
  const { kinds } = forms;
  // Whoever stands between could change this page and read the key: there it is not even asked for.
  const overheard = Boolean(forms.sending) && !isSecureContext;
  if (!token) return { card, kinds, sending: (!overheard && forms.sending) || null, overheard, write: null };
  const told = await json(new URL(`/.edit/card?entity=${entity}`, root).href, { headers: { "X-KB-Edit": token } });
  return { card: { ...card, kind: { ...kind, ...told.kind }, index: told.index, value: told.value ?? {} }, kinds, sending: null, overheard: false, write: (sheet) => apply(root, token, sheet) };
}

/** @param {URL} root @returns {Promise<string>} "" where this preview takes no edits */
async function key(root) {
  try {
    return (await json(new URL("/.edit/token", root).href)).token;
  } catch {
    return "";
  }
}

/** @param {URL} root @param {string} token @param {unknown} sheet */
async function apply(root, token, sheet) {
  const answer = await fetch(new URL("/.edit/apply", root), {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-KB-Edit": token },
    body: JSON.stringify(sheet),
  });
  const told = await answer.json();
  const problems = (told.problems ?? []).map((/** @type {{ message?: string }} */ each) => each.message ?? "");
  if (!answer.ok && !problems.length) problems.push(told.said ?? String(answer.status));
  return { written: told.written ?? [], problems };
}
