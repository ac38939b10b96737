/**
 * Flash cards: one at a time, the customer's phrase first, the answer when asked for.
 */

/**
 * Deal the cards of a page one by one.
 * @param {HTMLElement} page
 */
export function dealCards(page) {
  const deck = page.querySelector(".kb-deck");
  if (!(deck instanceof HTMLElement)) return;
  const cards = /** @type {HTMLElement[]} */ ([...deck.querySelectorAll(".kb-flash")]);
  const bar = page.querySelector(".kb-dealer");
  const count = page.querySelector(".kb-count");
  if (cards.length < 2 || !(bar instanceof HTMLElement)) return;
  let at = 0;

  /** @param {number} next */
  const show = (next) => {
    at = (next + cards.length) % cards.length;
    cards.forEach((card, number) => {
      card.hidden = number !== at;
      if (number === at) card.querySelector("details")?.removeAttribute("open");
    });
    if (count) count.textContent = `${at + 1} / ${cards.length}`;
  };

  bar.hidden = false;
  deck.dataset.dealt = "";
  bar.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button) show(at + Number(button.dataset.step ?? 1));
  });
  // Printed, the whole deck is wanted.
  addEventListener("beforeprint", () => cards.forEach((card) => (card.hidden = false)));
  addEventListener("afterprint", () => show(at));
  show(0);
}

/**
 * Let a button print its page.
 * @param {HTMLElement} page
 */
export function offerPrint(page) {
  for (const button of page.querySelectorAll("[data-print]")) {
    if (!(button instanceof HTMLElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
