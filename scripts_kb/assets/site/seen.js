/**
 * «С прошлого визита» on the pages: the list on /changes/, and «Прочитал, скажу так» on a card.
 * What is new is decided in `visits.js`, which the call screen asks too.
 */

import { open } from "../call/memory/visits.js";

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
      item.hidden = !store.isNew(entity(item), meant(item), item.dataset.landed ?? "");
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
  };
  list.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    const item = button.closest("[data-news]");
    if (button.matches("[data-take]") && item instanceof HTMLElement) {
      store.take(entity(item), meant(item));
    } else if (button.matches("[data-take-all]")) {
      // What another segment is shown stays new.
      for (const each of items) {
        if (!each.hidden && !each.classList.contains("kb-out")) {
          store.take(entity(each), meant(each));
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

/** @param {HTMLElement} element */
function entity(element) {
  return element.dataset.news ?? "";
}

/** @param {HTMLElement} element */
function meant(element) {
  return Number(element.dataset.meant ?? 0);
}
