/**
 * Keeps one release of the call screen for the hours without network.
 *
 * A release is kept whole or not at all: all of it is fetched, and its hashes are compared, before it
 * counts. Only then may it replace the old one, which stays as it is until that moment. It does so when
 * the page asks, never under an open call. What a browser has by its hash is not fetched again.
 *
 *     /, pages with a player, files of the release   from the cache: they belong together
 *     parts of the answers                           likewise; fetched a few at a time, as there are many
 *     the theme below these pages                    likewise: it is the one they were built with
 *     other pages of the site, the theme below them  from the network, else as last seen
 *
 * Whoever may no longer read the site keeps none of it: where the server answers that, or has not been
 * met for as many days as the base allows, all of it is dropped. A page that somebody looks at stays
 * until it is left: it may be a call.
 */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const ROOT = worker.registration.scope;
/** Several sites may live on one host. */
const OURS = `scripts-kb ${ROOT} `;
const CACHE = OURS + RELEASE.version;
/** The other pages as they were last seen, from whatever release. */
const SEEN = `${OURS}seen`;
const MOST_SEEN = 500;
/** Parts that are fetched at once: what a call asks for meanwhile goes before. */
const AT_ONCE = 4;
const PATIENCE = 3000;
/** Answered while one may read the site; the page asks for it now and then. */
const ASKED = "call/release.json";
const CLOSED = [401, 403];
/** Holds when the server was last met that let this device in, ms. */
const MET = "call/met";
const DAY = 86_400_000;
/** Stands in every page of the site, and in no login page of a network. */
const SIGN = "assets/site/main.js";

/** @param {string} path */
const at = (path) => new URL(path, ROOT).href;
const [FILES, PAGES, THEME] = [RELEASE.files, RELEASE.pages, RELEASE.theme].map(
  (part) => new Map(Object.entries(part).map(([path, hash]) => [at(path), hash])),
);
const PARTS = new Map(Object.entries(RELEASE.parts).map(([path, size]) => [at(path), size]));
/** The address of a page or of a file, however it was asked for. @param {string} url */
const plain = (url) => url.replace(/[?#].*/s, "").replace(/\/index\.html$/, "/");

worker.addEventListener("install", (event) => {
  event.waitUntil(RELEASE.offline ? keep().then(follow) : worker.skipWaiting());
});

/** Where the release at work was lost there is nothing to wait for. */
async function follow() {
  if ((await stores()).every((name) => name === CACHE || name === SEEN)) await worker.skipWaiting();
}

/** Ours, of whatever release. */
const stores = async () => (await caches.keys()).filter((name) => name.startsWith(OURS));

async function keep() {
  const names = await stores();
  const all = await Promise.all(
    [...FILES, ...PAGES, ...THEME].map(async ([url, hash]) => {
      const response = (await had(names, url, async (found) => (await sum(found)) === hash)) ?? (await fetched(url, hash));
      return { url, response };
    }),
  );
  const whole = await stored(CACHE, ROOT);
  const cache = await caches.open(CACHE);
  const put = async (/** @type {string} */ url, /** @type {Response} */ response) => {
    try {
      await cache.put(url, response);
    } catch (error) {
      // No room. A cache that was whole before is at work: the same bytes, so nothing is spoilt.
      if (!whole) await caches.delete(CACHE);
      throw error;
    }
  };
  // Where the network ends on the way, those that are there need not be fetched the next time.
  const parts = [...PARTS];
  const next = async () => {
    for (let part = parts.shift(); part; part = parts.shift()) await take(names, ...part, put);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  await put(at(MET), new Response(String(Date.now())));
  await Promise.all(all.map(({ url, response }) => put(url, response)));
}

/**
 * Keep a part. Its bytes do not pass through this worker, as they would to be hashed: of a large base it
 * would hold a hundred megabytes.
 * @param {string[]} names
 * @param {string} url
 * @param {number} size
 * @param {(url: string, response: Response) => Promise<void>} put
 */
async function take(names, url, size, put) {
  const whole = async (/** @type {Response} */ response) => (await response.blob()).size === size;
  if (await had([CACHE], url, whole)) return;
  const found = await had(names, url, whole);
  if (found) return put(url, found);
  for (const cache of /** @type {RequestCache[]} */ (["force-cache", "reload"])) {
    const response = await fetch(url, { cache, priority: "low" });
    if (!response.ok) continue;
    await put(url, response.redirected || response.headers.has("vary") ? await lasting(response) : response);
    if (await had([CACHE], url, whole)) return;
  }
  await (await caches.open(CACHE)).delete(url);
  throw new Error(`not whole: ${url}`);
}

/**
 * The same bytes, as another release or an earlier try has kept them.
 * @param {string[]} names
 * @param {string} url
 * @param {(found: Response) => Promise<boolean>} same
 */
async function had(names, url, same) {
  for (const name of names) {
    const found = await stored(name, url);
    if (found && (await same(found.clone()))) return found;
  }
  return null;
}

/** The hash of a file, as it is named for `fetch`. @param {Response} response */
async function sum(response) {
  const bytes = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(bytes)))}`;
}

/**
 * Fetch a file that has a hash; what has another one is an error.
 * @param {string} url
 * @param {string} integrity
 */
async function fetched(url, integrity) {
  /** @param {RequestCache} cache */
  const ask = (cache) => fetch(url, { cache, integrity, priority: "low" });
  // The browser's own cache may hold a broken download, which the server would confirm by its date.
  const response = await ask("no-cache").catch(() => ask("reload"));
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return lasting(response);
}

/** An answer that may be stored, and given for a page: a redirect or `Vary: *` forbids that. @param {Response} response */
async function lasting(response) {
  const headers = new Headers(response.headers);
  headers.delete("vary");
  return new Response(await response.blob(), { headers });
}

worker.addEventListener("activate", (event) => {
  event.waitUntil(RELEASE.offline ? takeOver() : goAway());
});

async function takeOver() {
  await drop((name) => name !== CACHE && name !== SEEN);
  if (await caches.has(SEEN)) {
    const seen = await caches.open(SEEN);
    // In the order in which they were stored.
    for (const old of (await seen.keys()).slice(0, -MOST_SEEN)) await seen.delete(old);
  }
  await worker.clients.claim();
}

async function goAway() {
  await drop(() => true);
  await worker.registration.unregister();
}

/** @param {(name: string) => boolean} which */
async function drop(which) {
  await Promise.all((await stores()).filter(which).map((name) => caches.delete(name)));
}

worker.addEventListener("message", (event) => {
  if (event.data === "activate") event.waitUntil(worker.skipWaiting());
  if (event.data === "activate if alone") event.waitUntil(alone());
});

/** Another window may be in the middle of a call: nothing changes below it. */
async function alone() {
  const windows = await worker.clients.matchAll({ includeUncontrolled: true, type: "window" });
  if (windows.filter(({ url }) => url.startsWith(ROOT)).length < 2) await worker.skipWaiting();
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = plain(request.url);
  if (!RELEASE.offline || request.method !== "GET" || !url.startsWith(ROOT)) return;
  if (url === at("sw.js")) return;
  const page = request.mode === "navigate";
  if (page || url === at(ASKED)) event.waitUntil(ask());
  event.respondWith(answer(event, url, page));
});

/** @param {FetchEvent} event @param {string} url @param {boolean} page */
async function answer(event, url, page) {
  if (page && !(await lasts())) await forget();
  if (forgotten) return fetch(event.request);
  if (FILES.has(url) || PARTS.has(url) || (page && PAGES.has(url))) return kept(event, url);
  return THEME.has(url) ? worn(event, url) : fresh(event, url, page);
}

/** Nothing is kept any more, nor ever again by this worker. */
let forgotten = false;

/** Ask the server whether this device may still read what it keeps: with each page, and as often as the page asks. */
async function ask() {
  if (forgotten) return;
  const response = await fetch(at(ASKED), { cache: "no-store" }).catch(() => null);
  if (response && CLOSED.includes(response.status)) await forget();
  else if (response?.ok && !html(response)) await meet();
  else if (!(await lasts())) await forget();
}

async function meet() {
  if (await caches.has(CACHE)) await (await caches.open(CACHE)).put(at(MET), new Response(String(Date.now())));
}

/** Whether the copy may still be shown; whoever sets the clock gains nothing. */
async function lasts() {
  if (RELEASE.days === null || !(await caches.has(CACHE))) return true;
  const met = await stored(CACHE, at(MET));
  return Math.abs(Date.now() - Number((await met?.text()) ?? 0)) < RELEASE.days * DAY;
}

async function forget() {
  forgotten = true;
  await goAway();
  for (const client of await worker.clients.matchAll({ type: "window" })) {
    if (client.visibilityState === "hidden") await client.navigate(client.url).catch(() => {});
  }
}

/** A cache that cannot be read is no reason to show nothing. @param {string} cacheName @param {string} url */
const stored = (cacheName, url) => caches.match(url, { cacheName }).catch(() => undefined);

/** @type {Promise<void> | undefined} */
let mending;

/** @param {FetchEvent} event @param {string} url */
async function kept(event, url) {
  const found = await stored(CACHE, url);
  if (found) return found;
  // Somebody emptied the cache: the release is fetched again, whole or not at all.
  mending ??= keep().catch(() => {});
  event.waitUntil(mending);
  return fetch(event.request);
}

/** @param {FetchEvent} event @param {string} url */
async function worn(event, url) {
  const client = await worker.clients.get(event.clientId);
  return client && PAGES.has(plain(client.url)) ? kept(event, url) : fresh(event, url, false);
}

/**
 * From the network while it answers in time and well, else as it was last seen.
 * @param {FetchEvent} event
 * @param {string} url
 * @param {boolean} page
 * @returns {Promise<Response>}
 */
async function fresh(event, url, page) {
  const network = fetch(event.request);
  event.waitUntil(network.then((response) => see(url, response.clone(), page)).catch(() => {}));
  event.waitUntil(network.then(closed).catch(() => {}));
  const seen = (await stored(SEEN, url)) ?? (await stored(CACHE, url));
  if (!seen) return network;
  /** @type {Promise<Response>} */
  const late = new Promise((resolve) => {
    setTimeout(resolve, PATIENCE, seen);
  });
  const good = (/** @type {Response} */ response) => (failed(response, page) ? seen : response);
  return Promise.race([network.then(good, () => seen), late]);
}

/**
 * Whether a server or a network between says something of its own. A page that is gone is an answer
 * all the same, and a login page must be seen; but neither can be a part of a page.
 * @param {Response} response
 * @param {boolean} page
 */
function failed(response, page) {
  if (response.type !== "basic") return false;
  return page ? !response.ok && ![404, 410].includes(response.status) : !response.ok || html(response);
}

/** What is closed may be one page: the release tells. @param {Response} response */
async function closed(response) {
  if (CLOSED.includes(response.status)) await ask();
}

/** @param {Response} response */
const html = (response) => /html/.test(response.headers.get("content-type") ?? "");

/** @param {string} url @param {Response} response @param {boolean} page */
async function see(url, response, page) {
  if (response.status !== 200 || failed(response, page) || response.type !== "basic") return;
  if (page && !(await response.clone().text()).includes(SIGN)) return;
  if (forgotten) return;
  const cache = await caches.open(SEEN);
  await cache.put(url, await lasting(response));
}
