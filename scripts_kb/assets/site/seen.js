/**
 * «С прошлого визита» on the pages: the list on /changes/, and «Прочитал, скажу так» on a card.
 * What is new is decided in `visits.js`, which the call screen asks too.
 */

import { open } from "../call/memory/visits.js";

/** Less than a line below the edge is nothing to scroll to, in CSS pixels. */
const LINE = 16;

/** @typedef {ReturnType<typeof open>} Visits */

/**
 * Show what is new for this reader, and let a page be taken note of.
 * @param {HTMLElement} page
 * @param {string} today
 */
export function showNews(page, today) {
  const list = page.querySelector("[data-since]");
  if (list instanceof HTMLElement) listNews(list, open(root(list), today));
  const bar = page.querySelector("[data-read]");
  if (bar instanceof HTMLElement) offerTaking(page, bar, open(root(page), today));
}

/** @param {HTMLElement} element */
function root(element) {
  return new URL(element.dataset.root ?? "./", location.href).pathname;
}

/**
 * @param {HTMLElement} list
 * @param {Visits} store
 */
function listNews(list, store) {
  const items = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[data-news]")]);
  const show = () => {
    for (const item of items) {
      const landed = item.dataset.landed ?? "";
      item.hidden = !cards(item).some(([name, version]) => store.isNew(name, version, landed));
    }
    const left = items.filter((item) => !item.hidden && !item.classList.contains("kb-out")).length;
    const count = list.querySelector("[data-count]");
    if (count) count.textContent = String(left);
    for (const each of list.querySelectorAll("[data-nothing]")) {
      if (each instanceof HTMLElement) each.hidden = left > 0;
    }
    for (const each of list.querySelectorAll("[data-take-all]")) {
      if (each instanceof HTMLButtonElement) each.disabled = left === 0;
    }
    tellMore(list);
  };
  list.addEventListener("scroll", () => tellMore(list), { passive: true });
  list.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    const item = button.closest("[data-news]");
    if (button.matches("[data-take]") && item instanceof HTMLElement) {
      take(store, item);
    } else if (button.matches("[data-take-all]")) {
      // What another segment is shown stays new.
      for (const each of items) {
        if (!each.hidden && !each.classList.contains("kb-out")) {
          take(store, each);
        }
      }
    }
    show();
  });
  list.hidden = false;
  show();
}

/**
 * @param {HTMLElement} page
 * @param {HTMLElement} bar
 * @param {Visits} store
 */
function offerTaking(page, bar, store) {
  const own = page.dataset.entity ?? "";
  const version = meant(page);
  const show = () => {
    const read = store.readVersion(own);
    const done = read >= version;
    for (const each of bar.children) {
      if (!(each instanceof HTMLElement)) continue;
      if (each.matches("[data-take]")) each.hidden = done;
      if (each.matches("[data-done]")) each.hidden = !done;
      if (each.matches("[data-again]")) each.hidden = done || read === 0;
    }
  };
  bar.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-take]")) {
      store.take(own, version);
      show();
    }
  });
  store.see(own, version);
  bar.hidden = false;
  show();
}

/**
 * Say that the list goes on, as long as something of it is below its edge.
 * @param {HTMLElement} list
 */
function tellMore(list) {
  const below = list.scrollHeight - list.scrollTop - list.clientHeight;
  for (const each of list.querySelectorAll("[data-more]")) {
    if (each instanceof HTMLElement) each.hidden = below < LINE;
  }
}

/**
 * Take note of every card of a change.
 * @param {Visits} store
 * @param {HTMLElement} item
 */
function take(store, item) {
  for (const [name, version] of cards(item)) store.take(name, version);
}

/**
 * @param {HTMLElement} item - a change, which names its cards and their versions in one order
 * @returns {[string, number][]}
 */
function cards(item) {
  const versions = (item.dataset.meant ?? "").split(" ").map(Number);
  const names = (item.dataset.news ?? "").split(" ");
  return names.map((name, at) => [name, versions[at] ?? 0]);
}

/** @param {HTMLElement} element */
function meant(element) {
  return Number(element.dataset.meant ?? 0);
}
