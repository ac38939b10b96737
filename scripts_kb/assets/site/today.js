/**
 * What holds today: an offer hides itself on the day after its last, also on a page that was built
 * before. The day is that of the knowledge base's time zone, wherever the reader sits.
 */

/**
 * Give the date of a moment in a time zone.
 * @param {string} zone - a name such as `Europe/Moscow`; an unknown one falls back to the reader's
 * @param {Date} [moment]
 * @returns {string} as `2026-12-31`
 */
export function dateIn(zone, moment = new Date()) {
  /** @type {Intl.DateTimeFormatOptions} */
  const form = { year: "numeric", month: "2-digit", day: "2-digit" };
  let parts;
  try {
    parts = new Intl.DateTimeFormat("en", { ...form, timeZone: zone }).formatToParts(moment);
  } catch {
    parts = new Intl.DateTimeFormat("en", form).formatToParts(moment);
  }
  /** @param {string} type */
  const part = (type) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/**
 * Show on a page what holds on a day, and hide what no longer does.
 * @param {HTMLElement} page
 * @param {string} today
 */
export function apply(page, today) {
  for (const each of all(page, "[data-until]")) {
    const over = today > (each.dataset.until ?? "");
    if (each.classList.contains("kb-quote")) {
      each.classList.toggle("is-over", over);
      each.title = over ? (page.dataset.over ?? "") : "";
    } else {
      each.hidden = over;
    }
  }
  for (const each of all(page, "[data-lapses]")) {
    const over = today > (each.dataset.lapses ?? "");
    each.classList.toggle("is-over", over);
    for (const mark of all(each, "[data-lapsed]")) mark.hidden = !over;
    // What lapsed is still told, but nobody hands it out by a slip of the finger.
    if (over) for (const link of each.querySelectorAll("a[download]")) link.removeAttribute("href");
  }
  for (const each of all(page, "[data-shown-after]")) {
    each.hidden = !(today > (each.dataset.shownAfter ?? ""));
  }
  for (const each of all(page, "[data-shown-before]")) {
    each.hidden = !(today < (each.dataset.shownBefore ?? ""));
  }
  for (const each of all(page, "[data-badge-until]")) {
    if (each.dataset.badgeUntil === today) {
      each.classList.add("is-last");
      each.textContent = page.dataset.last ?? "";
    }
  }
}

/**
 * Keep a page true to the day: now, and whenever the reader comes back to it.
 * @param {HTMLElement} page
 */
export function keepToday(page) {
  const zone = page.dataset.zone ?? "";
  const now = () => apply(page, dateIn(zone));
  now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") now();
  });
}

/**
 * @param {HTMLElement} page
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
function all(page, selector) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll(selector))];
}
