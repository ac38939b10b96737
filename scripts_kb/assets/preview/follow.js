/**
 * Follows the files of a preview: when a page says something else, it is shown anew at the place
 * where one was.
 *
 *     wait ──answer──▶ the page differs: place kept ──reload──▶ place found again
 *                                        a link was pressed: it leads on
 *                      only the notice differs: put in its place
 *
 * The page is loaded again and not patched: so each of its scripts begins as it does for a reader.
 */

const KEPT = "kb-preview";
const RETRY = 500;
/** How long a page that was asked for may take, ms; what was a download never comes. */
const LEAVING = 20_000;

/**
 * @typedef {object} Place
 * @property {string} path which page
 * @property {number} top how far the page was scrolled, in pixels
 * @property {string} anchor the id of what stood at the top of the window, "" for nothing
 * @property {number} offset how far below the top it stood, in pixels
 * @property {Record<string, boolean>} folds which folds were open
 * @property {string} focus what had the focus
 */

let left = -Infinity;
addEventListener("beforeunload", () => {
  left = performance.now();
});
// Who comes back by «Back» finds this very page, as it was when it was left.
addEventListener("pageshow", () => {
  left = -Infinity;
});

const here = document.getElementById("kb-preview");
takeUp();
if (here) void follow(here);

/**
 * Ask whether this page says something else, until it does.
 * @param {HTMLElement} notice what stands above the page
 */
async function follow(notice) {
  for (;;) {
    await visible();
    const asked = new URLSearchParams({
      path: location.pathname,
      page: notice.dataset.page ?? "",
      notice: notice.dataset.notice ?? "",
    });
    try {
      const response = await fetch(`/.preview/wait?${asked}`, { cache: "no-store" });
      if (!response.ok) throw new Error(String(response.status));
      const told = await response.json();
      if (told.page !== notice.dataset.page) {
        await stayed();
        return showAnew();
      }
      if (told.notice !== notice.dataset.notice) {
        notice.innerHTML = told.html;
        notice.dataset.notice = told.notice;
      }
    } catch {
      await pause(RETRY);
    }
  }
}

/** Wait until somebody looks at the page: what nobody sees need not hold a connection. */
function visible() {
  if (document.visibilityState === "visible") return Promise.resolve();
  return new Promise((resolve) =>
    document.addEventListener("visibilitychange", resolve, { once: true }),
  );
}

/** Wait while another page is on its way here: a reload would call it off, and the press be lost. */
async function stayed() {
  while (performance.now() - left < LEAVING) await pause(RETRY);
}

/** @param {number} time ms */
function pause(time) {
  return new Promise((resolve) => setTimeout(resolve, time));
}

/** Load the page again, and remember where one was. */
function showAnew() {
  const anchor = uppermost();
  /** @type {Place} */
  const place = {
    path: location.pathname,
    top: scrollY,
    anchor: anchor?.id ?? "",
    offset: anchor?.getBoundingClientRect().top ?? 0,
    folds: Object.fromEntries(folds().flatMap(({ names, fold }) => names.map((each) => [each, fold.open]))),
    focus: document.activeElement ? named(document.activeElement) : "",
  };
  sessionStorage.setItem(KEPT, JSON.stringify(place));
  location.reload();
}

/** Find the place again after a reload. */
function takeUp() {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (!kept) return;
  /** @type {Place} */
  const place = JSON.parse(kept);
  if (place.path !== location.pathname) return;
  for (const { names, fold } of folds()) {
    const known = names.find((each) => each in place.folds);
    if (known) fold.open = place.folds[known] ?? fold.open;
  }
  const settle = () => {
    const anchor = place.anchor ? document.getElementById(place.anchor) : null;
    const moved = anchor ? anchor.getBoundingClientRect().top - place.offset : place.top - scrollY;
    if (Math.abs(moved) > 1) scrollBy({ top: moved, behavior: "instant" });
  };
  settle();
  // The page's own scripts and the browser move it once more; whoever scrolls himself ends this.
  const again = new AbortController();
  addEventListener("load", () => requestAnimationFrame(settle), { signal: again.signal });
  for (const name of ["wheel", "touchmove", "keydown"])
    addEventListener(name, () => again.abort(), { once: true, passive: true });
  if (place.focus) focusOn(place.focus);
}

/** Give what stands at the top of the window and can be found again. */
function uppermost() {
  const marked = document.querySelectorAll("main [id], .kb [id]");
  return [...marked].find((each) => {
    const { top, bottom, height } = each.getBoundingClientRect();
    return height > 0 && bottom > 0 && top > -innerHeight / 2;
  });
}

/**
 * Give the folds of the page by their names, the surest first: what is written on a fold stays where
 * others come before it, and its place stays where the writing changes.
 * @returns {{ names: string[], fold: HTMLDetailsElement }[]} in their order
 */
function folds() {
  const all = [...document.querySelectorAll("details")];
  /** @type {Map<string, number>} */
  const alike = new Map();
  return all.map((fold) => {
    const words = `${fold.parentElement?.closest("[id]")?.id ?? ""} ${fold.querySelector("summary")?.textContent?.trim() ?? ""}`;
    const number = alike.get(words) ?? 0;
    alike.set(words, number + 1);
    return { names: [`${words} ${number}`, `${named(fold)} of ${all.length}`], fold };
  });
}

/**
 * Name an element so that it is found in the page as it is made next: by its id, else by the place
 * it has below the nearest id.
 * @param {Element} element which
 */
function named(element) {
  if (element.id) return `#${element.id}`;
  const around = element.parentElement?.closest("[id]");
  const all = [...(around ?? document).querySelectorAll(element.localName)];
  return `${around ? `#${around.id}` : ""} ${element.localName} ${all.indexOf(element)}`;
}

/**
 * Give the focus back.
 * @param {string} name of the element that had it
 */
function focusOn(name) {
  const tag = name.startsWith("#") && !name.includes(" ") ? "*" : (name.split(" ").at(-2) ?? "*");
  const found = [...document.querySelectorAll(tag)].find((each) => named(each) === name);
  if (found instanceof HTMLElement && found !== document.body)
    found.focus({ preventScroll: true });
}
