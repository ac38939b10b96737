/**
 * The newcomer's path: which of its days are done. Kept in this browser alone; who signs for it, signs
 * on paper.
 */

import { open } from "../call/memory/store.js";
import { dated } from "./leitner.js";

/**
 * Let the days of a path be ticked off.
 * @param {HTMLElement} page
 * @param {string} today - as `2026-11-21`
 */
export function markDays(page, today) {
  const path = page.querySelector(".kb-path");
  if (!(path instanceof HTMLElement)) return;
  const { browser } = open(new URL(path.dataset.root ?? "./", location.href).pathname);
  const boxes = /** @type {HTMLInputElement[]} */ ([...path.querySelectorAll("input[data-day]")]);
  /** @returns {Record<string, string>} by number the day on which it was done */
  const done = () => {
    const all = browser.get("path", {});
    const numbers = boxes.map((box) => box.dataset.day ?? "");
    return Object.fromEntries(numbers.flatMap((number) => (Object.hasOwn(all, number) && dated(all[number]) ? [[number, all[number]]] : [])));
  };
  const show = () => {
    const marked = done();
    for (const box of boxes) {
      box.checked = (box.dataset.day ?? "") in marked;
      if (box.parentElement) box.parentElement.hidden = false;
    }
    const count = page.querySelector("[data-done]");
    const told = count instanceof HTMLElement ? (count.dataset.done ?? "") : "";
    if (count) count.textContent = told.replace("{count}", String(Object.keys(marked).length)).replace("{all}", String(boxes.length));
    const unkept = page.querySelector("[data-unkept]");
    if (!(unkept instanceof HTMLElement)) return;
    unkept.hidden = !browser.alone("path");
    unkept.textContent = unkept.hidden ? "" : (unkept.dataset.unkept ?? "");
  };
  path.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.dataset.day) return;
    const { [target.dataset.day]: _, ...others } = done();
    browser.set("path", target.checked ? { ...others, [target.dataset.day]: today } : others);
    show();
  });
  show();
}
