/**
 * Filters of lists: by segment, by department. The choice of a segment is remembered in this
 * browser, because who reads them sells to the same segment all day; each call has its own.
 */

import { open } from "../call/memory/store.js";

/** This module stands two folders below the site's root. */
const kept = open(new URL("../../", import.meta.url).pathname).browser;

/** @returns {string} the segment that this browser's reader sells to, "" for all */
export const segment = () => kept.get("segment", "");

/**
 * Switch on the filters of a page.
 * @param {HTMLElement} page
 */
export function filterLists(page) {
  for (const bar of page.querySelectorAll("[data-filter]")) {
    if (!(bar instanceof HTMLElement)) continue;
    bar.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (!button) return;
      choose(page, bar, button.dataset.value ?? "");
      if (bar.dataset.filter === "segment") kept.set("segment", button.dataset.value ?? "");
    });
    if (bar.dataset.filter === "segment") choose(page, bar, recall(bar));
  }
}

/**
 * Show only what fits a choice; "" shows everything.
 * @param {HTMLElement} page
 * @param {HTMLElement} bar
 * @param {string} value
 */
function choose(page, bar, value) {
  for (const button of bar.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String((button.dataset.value ?? "") === value));
  }
  if (bar.dataset.filter === "by") {
    for (const each of page.querySelectorAll("[data-by]")) {
      const own = each instanceof HTMLElement ? (each.dataset.by ?? "") : "";
      each.classList.toggle("kb-out", value !== "" && own !== value);
    }
    return;
  }
  for (const each of page.querySelectorAll("[data-segments]")) {
    const own = each instanceof HTMLElement ? (each.dataset.segments ?? "") : "";
    // A card without segments is for everybody.
    each.classList.toggle("kb-out", value !== "" && own !== "" && !own.split(" ").includes(value));
  }
  for (const group of page.querySelectorAll(".kb-group")) {
    const left = group.querySelector("[data-segments]:not(.kb-out)");
    group.classList.toggle("kb-out", group.querySelector("[data-segments]") !== null && !left);
  }
}

/**
 * @param {HTMLElement} bar
 * @returns {string} the segment of the address or of the last choice, "" where it is not offered
 */
function recall(bar) {
  const asked = new URLSearchParams(location.search).get("segment");
  const offered = [...bar.querySelectorAll("button")].map((button) => button.dataset.value);
  if (asked !== null && offered.includes(asked)) kept.set("segment", asked);
  const value = asked ?? segment();
  return offered.includes(value) ? value : "";
}
