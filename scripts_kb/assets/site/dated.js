/**
 * «Как было в день сделки»: what this page said on a day of the past.
 *
 * The past is one small file beside the page, read when it is asked for. Its texts hold marks such
 * as `<offer/x.price.list>`; what stood in their place on the day stands beside them.
 *
 * @typedef {object} Version
 * @property {number | null} version
 * @property {string} on - the day it landed, as `2026-11-05`
 * @property {string} at - the time of day
 * @property {[number, number][]} [lines] - label and text, as places in `texts`; none: removed
 * @property {string} [valid_from]
 * @property {string} [valid_to]
 *
 * @typedef {object} Past
 * @property {Version[]} versions - oldest first
 * @property {string[]} texts
 * @property {Record<string, [string, string][]>} marks - by mark: since when, and what
 */

import { dateIn } from "./today.js";

const MARK = /<([^<>\s]{1,120})>/g;

/**
 * Switch on the controls of a page.
 * @param {HTMLElement} page
 */
export function askThePast(page) {
  for (const box of page.querySelectorAll("[data-past]")) {
    if (!(box instanceof HTMLElement)) continue;
    const input = box.querySelector("input");
    const shown = box.querySelector("output");
    if (!input || !shown) continue;
    box.hidden = false;
    // Not by the day of the build: a page is kept for days, and that of a script never goes stale.
    input.max = dateIn(page.dataset.zone ?? "");
    /** @type {Promise<Past> | null} */
    let past = null;
    input.addEventListener("input", async () => {
      const day = input.value;
      if (!day || !input.validity.valid) {
        shown.replaceChildren();
        return;
      }
      try {
        past ??= load(box.dataset.past ?? "");
        const found = await past;
        // A slower answer must not replace that of a later question.
        if (input.value === day) shown.replaceChildren(...tell(found, day, box.dataset));
      } catch {
        past = null;
        shown.replaceChildren(line("kb-gap", box.dataset.failed ?? ""));
      }
    });
  }
}

/**
 * @param {string} url
 * @returns {Promise<Past>}
 */
async function load(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

/**
 * Find the version in force at the end of a day.
 * @param {Past} past
 * @param {string} day - as `2026-11-05`
 * @returns {number} its place in `versions`, -1 where there was none yet
 */
export function inForce(past, day) {
  return past.versions.findLastIndex((each) => each.on <= day);
}

/**
 * Put in place of each mark what stood there on a day; what is not known stays as it was written.
 * @param {Past} past
 * @param {string} text
 * @param {string} day
 */
export function filled(past, text, day) {
  return text.replace(MARK, (mark, name) => {
    const values = past.marks[name] ?? [];
    return values.findLast(([since]) => since <= day)?.[1] ?? mark;
  });
}

/**
 * @param {Past} past
 * @param {string} day
 * @param {DOMStringMap} words
 * @returns {HTMLElement[]}
 */
function tell(past, day, words) {
  const at = inForce(past, day);
  const version = past.versions[at];
  if (!version) return [line("kb-gap", words.none ?? "")];
  const head = [
    version.version === null ? "" : (words.version ?? "").replace("{number}", `${version.version}`),
    (words.since ?? "").replace("{date}", written(version.on)),
  ];
  const parts = [line("kb-when", head.filter(Boolean).join(", "))];
  if (version.on === day && at > 0) {
    parts.push(line("kb-caution", (words.same ?? "").replace("{time}", version.at)));
  }
  if (!version.lines) return [...parts, line("kb-gap", words.gone ?? "")];
  const { valid_from: from, valid_to: to } = version;
  if ((from && day < from) || (to && day > to)) parts.push(line("kb-gap", words.outside ?? ""));
  const list = document.createElement("dl");
  list.className = "kb-fields";
  for (const [label, text] of version.lines) {
    const name = document.createElement("dt");
    name.textContent = past.texts[label] ?? "";
    const said = document.createElement("dd");
    said.textContent = filled(past, past.texts[text] ?? "", day);
    list.append(name, said);
  }
  return [...parts, list];
}

/**
 * @param {string} name - its class
 * @param {string} text
 */
function line(name, text) {
  const made = document.createElement("p");
  made.className = name;
  made.textContent = text;
  return made;
}

/** @param {string} day - as `2026-11-05` */
function written(day) {
  const form = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  const language = document.documentElement.lang || "ru";
  return new Intl.DateTimeFormat(language, /** @type {Intl.DateTimeFormatOptions} */ (form)).format(
    new Date(`${day}T00:00:00Z`),
  );
}
