/**
 * Answering back from a card: a text to copy; where the company has said where to, a POST or an
 * issue with everything filled in. Nothing leaves the page before the reader presses a button, and
 * nothing that was written is lost: it is kept as it is typed, and lies in «Мои записи» of the call
 * screen until it was sent.
 *
 * The POST is JSON: `{kind, entity, version, text, first_words, purposes, matters, segment, day}`,
 * `kind` one of `otherwise`, `failed`, `idea`; any 2xx means that it was taken.
 */

import { became, published } from "../call/memory/became.js";
import { all, keep, TEXTS } from "../call/memory/entries.js";
import { body, post } from "../call/memory/sending.js";
import { open } from "../call/memory/store.js";
import { copy, select, tell } from "./copying.js";
import { segment } from "./filter.js";

/** @import { Entry, Outcome, Store } from "../call/types.d.ts" */

/** How long an address may be that every hosting still takes. */
const LONGEST_ADDRESS = 6_000;

/**
 * @param {HTMLElement} page
 * @param {string} today - as `2026-11-21`
 */
export function offerAnswers(page, today) {
  const box = page.querySelector("[data-answerback]");
  const form = box?.querySelector("form");
  if (!(box instanceof HTMLElement) || !form) return;
  const root = new URL(box.dataset.root ?? "./", location.href);
  const store = open(root.pathname);
  const said = box.querySelector("[data-said]");
  const shown = box.querySelector("[data-text]");
  let id = fresh();

  /** @param {string} text */
  const announce = (text) => {
    if (said) said.textContent = text;
  };
  const reveal = () => {
    if (!(shown instanceof HTMLElement)) return;
    shown.textContent = written(box, form, today);
    shown.hidden = false;
  };
  /** @param {string} sent the day, "" where it waits */
  const note = (sent) => {
    const given = answer(box, form, today);
    if (!TEXTS.some((name) => given[name])) return;
    if (!keep(store, { ...given, id, times: 1, sent })) announce(box.dataset.unkept ?? "");
    own(box, store, root);
  };
  const done = () => {
    form.reset();
    id = fresh();
    draft(store, box);
  };

  const taking = box.querySelector("[data-take-text]");
  taking?.addEventListener("click", async () => {
    reveal();
    note("");
    if (await copy(written(box, form, today))) tell(/** @type {HTMLElement} */ (taking), box.dataset.copied ?? "");
    else if (shown) select(shown);
  });

  const sending = box.querySelector("[data-send]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!box.dataset.post || !(sending instanceof HTMLButtonElement)) return;
    sending.disabled = true;
    const taken = await post(box.dataset.post, body({ ...answer(box, form, today), id, times: 1, sent: "" }));
    sending.disabled = false;
    announce((taken ? box.dataset.sent : box.dataset.failed) ?? "");
    note(taken ? today : "");
    if (taken) done();
    else reveal();
  });

  const issue = box.querySelector("[data-open-issue]");
  const point = () => {
    if (!(issue instanceof HTMLAnchorElement) || !box.dataset.issues) return;
    issue.href = prefilled(box.dataset.issues, box, form, today);
    issue.hidden = false;
  };
  issue?.addEventListener("click", () => note(""));
  form.addEventListener("input", () => {
    point();
    draft(store, box, form);
  });
  box.addEventListener("toggle", () => {
    if (sending instanceof HTMLButtonElement) sending.hidden = !box.dataset.post;
    point();
  });
  restore(store, box, form);
  own(box, store, root);
}

const fresh = () => Date.now().toString(36) + Math.random().toString(36).slice(2, 8);

/**
 * Keep what is being written, so that a closed tab costs nobody a word.
 * @param {Store} store
 * @param {HTMLElement} box
 * @param {HTMLFormElement} [form] none where it is done with
 */
function draft(store, box, form) {
  const { [box.dataset.entity ?? ""]: _, ...others } = store.browser.get("forms", {});
  const given = form && Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  store.browser.set("forms", given ? { ...others, [box.dataset.entity ?? ""]: given } : others);
}

/** @param {Store} store @param {HTMLElement} box @param {HTMLFormElement} form */
function restore(store, box, form) {
  const known = store.browser.get("forms", {})[box.dataset.entity ?? ""];
  for (const [name, value] of Object.entries(known ?? {})) {
    if (typeof value !== "string") continue;
    if (name === "kind") {
      for (const each of form.querySelectorAll("input")) each.checked = each.value === value || (each.checked && !["otherwise", "failed", "idea"].includes(value));
    } else if (TEXTS.some((each) => each === name)) {
      const field = form.querySelector(`[name=${name}]`);
      if (field instanceof HTMLTextAreaElement) field.value = value.slice(0, 4_000);
    }
  }
}

/**
 * Show what this browser's reader wrote of the card, and what became of it.
 * @param {HTMLElement} box
 * @param {Store} store
 * @param {URL} root of the site
 */
async function own(box, store, root) {
  const list = box.parentElement?.querySelector("[data-own]");
  const { entity = "" } = box.dataset;
  const mine = all(store).filter((each) => each.entity === entity);
  if (!(list instanceof HTMLElement) || !mine.length) return;
  const items = list.querySelector("ul");
  const show = (/** @type {(entry: Entry) => Outcome | null} */ of) =>
    items?.replaceChildren(...mine.slice(0, 5).map((entry) => line(list, entry, of(entry))));
  show(() => null);
  list.hidden = false;
  try {
    const response = await fetch(new URL("call/release.json", root), { cache: "no-cache" });
    const { data } = await response.json();
    const known = await published(new URL(`call/${data}/`, root));
    if (known) show((entry) => became(entry, known));
  } catch {
    // No network: what was written is there all the same.
  }
}

/** @param {HTMLElement} list @param {Entry} entry @param {Outcome | null} outcome */
function line(list, entry, outcome) {
  const item = document.createElement("li");
  const words = TEXTS.map((name) => entry[name]).find(Boolean) ?? "";
  const state = outcome ? `became${outcome.how}` : entry.sent ? "sent" : "waiting";
  const told = (list.dataset[state] ?? "").replace("{day}", outcome?.day ?? entry.sent).replace("{title}", outcome?.title ?? "");
  item.textContent = [`«${words}»`, told, outcome?.reply].filter(Boolean).join(" — ");
  return item;
}

/**
 * @param {HTMLElement} box
 * @param {HTMLFormElement} form
 * @param {string} today
 */
function answer(box, form, today) {
  const given = new FormData(form);
  const text = (/** @type {string} */ name) => String(given.get(name) ?? "").trim();
  return {
    kind: text("kind"),
    entity: box.dataset.entity ?? "",
    version: Number(box.dataset.version) || null,
    text: text("text"),
    first_words: text("first_words"),
    purposes: text("purposes"),
    matters: text("matters"),
    segment: segment(),
    day: today,
  };
}

/**
 * Write an answer as people read it; `kb import voice` reads it too.
 * @param {HTMLElement} box
 * @param {HTMLFormElement} form
 * @param {string} today
 */
function written(box, form, today) {
  const given = answer(box, form, today);
  const { entity, version, segment: to } = given;
  const kind = form.querySelector("input[name=kind]:checked");
  const lines = [
    [box.dataset.card, version ? `${entity}@${version}` : entity],
    [form.querySelector("legend")?.textContent, kind?.parentElement?.textContent?.trim()],
  ];
  for (const name of TEXTS) {
    const label = form.querySelector(`[name=${name}]`)?.parentElement?.querySelector("span");
    lines.push([label?.textContent, given[name].replace(/\s+/g, " ")]);
  }
  lines.push([box.dataset.segment, to], [box.dataset.day, today]);
  return lines.filter(([, value]) => value).map(([label, value]) => `${label}: ${value}`).join("\n");
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
  const title = (given.text || given.first_words || given.entity).slice(0, 80);
  url.searchParams.set("template", "voice.yml");
  url.searchParams.set("title", title);
  url.searchParams.set("entity", given.version ? `${given.entity}@${given.version}` : given.entity);
  for (const name of TEXTS) if (given[name]) url.searchParams.set(name, given[name]);
  url.searchParams.set("body", written(box, form, today));
  if (url.href.length > LONGEST_ADDRESS) url.searchParams.delete("body");
  if (url.href.length > LONGEST_ADDRESS) url.searchParams.set("text", given.text.slice(0, 500));
  return url.href;
}
