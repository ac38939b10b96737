/**
 * «С прошлого визита»: what this browser has seen and what its reader took note of.
 *
 *     kept, one entry a site    {since: "2026-11-21", seen: {entity: version}, read: {…}}
 *     new                       a version that altered a meaning, above what was seen or read
 *
 * Which versions alter a meaning is decided where the pages are made: a comma resets nothing.
 * Nothing is sent anywhere. A browser that keeps nothing shows the last two weeks as new.
 */

/** What is older than this many days before the first visit is not called new. */
const BEFORE_FIRST_VISIT = 14;

/**
 * @typedef {object} Kept
 * @property {string} since - the day of the first visit
 * @property {Record<string, number>} seen - entity → the version whose page was open
 * @property {Record<string, number>} read - entity → the version that «Прочитал, скажу так» took
 */

/**
 * Open what this browser keeps of one site: several may live on one host, under different paths.
 * @param {string} path - the site's root
 * @param {string} today - as `2026-11-21`
 */
export function open(path, today) {
  const name = `kb-seen ${path}`;
  /** @type {Kept} */
  let kept = { since: today, seen: {}, read: {} };
  try {
    const found = JSON.parse(localStorage.getItem(name) ?? "null");
    if (found && typeof found.since === "string") kept = { ...kept, ...found };
  } catch {
    // Nothing kept, or not ours: a first visit.
  }
  const keep = () => {
    try {
      localStorage.setItem(name, JSON.stringify(kept));
    } catch {
      // Private mode or a full disk: remembered until the page is left.
    }
  };
  keep();
  return {
    /** @param {string} entity */
    readVersion: (entity) => Number(kept.read[entity] ?? 0),
    /** @param {string} entity @param {number} meant @param {string} landed */
    isNew(entity, meant, landed) {
      const known = Math.max(Number(kept.seen[entity] ?? 0), Number(kept.read[entity] ?? 0));
      return meant > known && (known > 0 || landed >= daysBefore(kept.since, BEFORE_FIRST_VISIT));
    },
    /** @param {string} entity @param {number} meant */
    see(entity, meant) {
      kept.seen[entity] = Math.max(meant, Number(kept.seen[entity] ?? 0));
      keep();
    },
    /** @param {string} entity @param {number} meant */
    take(entity, meant) {
      kept.read[entity] = Math.max(meant, Number(kept.read[entity] ?? 0));
      keep();
    },
  };
}

/**
 * @param {string} day
 * @param {number} count
 * @returns {string}
 */
function daysBefore(day, count) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - count);
  return date.toISOString().slice(0, 10);
}

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
 * @param {ReturnType<typeof open>} store
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
 * @param {ReturnType<typeof open>} store
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
