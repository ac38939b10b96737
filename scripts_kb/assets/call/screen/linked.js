/** What a link from outside asks of the screen: a CRM, a page of the site, a bookmark. */

/** @import { Header } from "../types.d.ts" */

/** No name is longer. */
const LONGEST = 200;

/** What it may ask for, beside what is known of the call. */
const ASKED_FOR = ["q", "segment", "script"];

/**
 * Read the address, once: a reload goes on where the call is.
 * @param {Header} header
 * @returns {{q: string | null, script: string | null, segment: string | null, known: string | null, told: Record<string, string>}}
 *   the script as an entity; the segment as it was asked for, and its id where there is such a one; what
 *   is known of the call, by variable
 */
export function linked(header) {
  const url = new URL(location.href);
  const values = new URLSearchParams(url.search);
  for (const name of [...ASKED_FOR, ...Object.keys(header.captures)]) url.searchParams.delete(name);
  // The customer's words stay out of the history and, at the next reload, of a server's log.
  if (url.href !== location.href) history.replaceState(history.state, "", url);
  const segment = values.get("segment");
  const script = values.get("script");
  const found = header.segments.find(
    ({ id, title }) => id === segment || title.toLowerCase() === segment?.toLowerCase(),
  );
  return {
    q: values.get("q"),
    script: script === null ? null : `script/${script.replace(/^script\//, "")}`,
    segment,
    known: found?.id ?? null,
    told: told(header, values),
  };
}

/**
 * Take from an address what the base knows by name.
 * @param {Header} header
 * @param {URLSearchParams} values
 * @returns {Record<string, string>} each in one line
 */
function told(header, values) {
  const names = Object.keys(header.captures).filter((name) => values.has(name));
  const found = names.map((name) => [name, (values.get(name) ?? "").replace(/[\p{C}\s]+/gu, " ").trim().slice(0, LONGEST)]);
  return Object.fromEntries(found.filter(([, value]) => value));
}
