/**
 * Answering back from a card: a text to copy; where the company has said where to, a POST or an
 * issue with everything filled in. Nothing leaves the page before the reader presses a button.
 *
 * The POST is JSON: `{kind, entity, version, text, first_words, purposes, matters, segment, day}`,
 * `kind` one of `otherwise`, `failed`, `idea`; any 2xx means that it was taken.
 */

import { copy, select, tell } from "./copying.js";
import { segment } from "./filter.js";

/** How long a server may think, in milliseconds; the page goes on meanwhile. */
const PATIENCE = 10_000;

/** How long an address may be that every hosting still takes. */
const LONGEST_ADDRESS = 6_000;

const FIELDS = ["text", "first_words", "purposes", "matters"];

/**
 * @param {HTMLElement} page
 * @param {string} today - as `2026-11-21`
 */
export function offerAnswers(page, today) {
  const box = page.querySelector("[data-answerback]");
  const form = box?.querySelector("form");
  if (!(box instanceof HTMLElement) || !form) return;
  const said = box.querySelector("[data-said]");
  const shown = box.querySelector("[data-text]");

  /** @param {string} text */
  const announce = (text) => {
    if (said) said.textContent = text;
  };
  const reveal = () => {
    if (!(shown instanceof HTMLElement)) return;
    shown.textContent = written(box, form, today);
    shown.hidden = false;
  };

  const taking = box.querySelector("[data-take-text]");
  taking?.addEventListener("click", async () => {
    reveal();
    if (await copy(written(box, form, today))) tell(/** @type {HTMLElement} */ (taking), box.dataset.copied ?? "");
    else if (shown) select(shown);
  });

  const sending = box.querySelector("[data-send]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!box.dataset.post || !(sending instanceof HTMLButtonElement)) return;
    sending.disabled = true;
    const done = await post(box.dataset.post, answer(box, form, today));
    sending.disabled = false;
    announce((done ? box.dataset.sent : box.dataset.failed) ?? "");
    if (done) form.reset();
    else reveal();
  });

  const issue = box.querySelector("[data-open-issue]");
  const point = () => {
    if (!(issue instanceof HTMLAnchorElement) || !box.dataset.issues) return;
    issue.href = prefilled(box.dataset.issues, box, form, today);
    issue.hidden = false;
  };
  form.addEventListener("input", point);
  box.addEventListener("toggle", () => {
    if (sending instanceof HTMLButtonElement) sending.hidden = !box.dataset.post;
    point();
  });
}

/**
 * @param {HTMLElement} box
 * @param {HTMLFormElement} form
 * @param {string} today
 * @returns {Record<string, string | number | null>}
 */
function answer(box, form, today) {
  const given = new FormData(form);
  /** @type {Record<string, string | number | null>} */
  const result = {
    kind: String(given.get("kind") ?? ""),
    entity: box.dataset.entity ?? "",
    version: Number(box.dataset.version) || null,
  };
  for (const name of FIELDS) result[name] = String(given.get(name) ?? "").trim();
  result.segment = segment();
  result.day = today;
  return result;
}

/**
 * Write an answer as people read it; `kb import voice` reads it too.
 * @param {HTMLElement} box
 * @param {HTMLFormElement} form
 * @param {string} today
 */
function written(box, form, today) {
  const { entity, version, segment: to, ...given } = answer(box, form, today);
  const kind = form.querySelector("input[name=kind]:checked");
  const lines = [
    [box.dataset.card, version ? `${entity}@${version}` : entity],
    [form.querySelector("legend")?.textContent, kind?.parentElement?.textContent?.trim()],
  ];
  for (const name of FIELDS) {
    const label = form.querySelector(`[name=${name}]`)?.parentElement?.querySelector("span");
    lines.push([label?.textContent, String(given[name]).replace(/\s+/g, " ")]);
  }
  lines.push([box.dataset.segment, String(to)], [box.dataset.day, today]);
  return lines.filter(([, value]) => value).map(([label, value]) => `${label}: ${value}`).join("\n");
}

/**
 * @param {string} address
 * @param {Record<string, unknown>} body
 * @returns {Promise<boolean>}
 */
async function post(address, body) {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * @param {string} address - where the hosting opens a new issue
 * @param {HTMLElement} box
 * @param {HTMLFormElement} form
 * @param {string} today
 */
function prefilled(address, box, form, today) {
  const url = new URL(address);
  const given = answer(box, form, today);
  const title = String(given.text || given.first_words || given.entity).slice(0, 80);
  url.searchParams.set("template", "voice.yml");
  url.searchParams.set("title", title);
  url.searchParams.set("entity", version(given));
  for (const name of FIELDS) if (given[name]) url.searchParams.set(name, String(given[name]));
  url.searchParams.set("body", written(box, form, today));
  if (url.href.length > LONGEST_ADDRESS) url.searchParams.delete("body");
  if (url.href.length > LONGEST_ADDRESS) url.searchParams.set("text", String(given.text).slice(0, 500));
  return url.href;
}

/** @param {Record<string, unknown>} given */
function version(given) {
  return given.version ? `${given.entity}@${given.version}` : String(given.entity);
}
