/**
 * Keeps one release of the call screen for the hours without network.
 *
 * A release is kept whole or not at all: its files are fetched into a cache of its own, and only
 * when all of them are there, and the server still names the same release, it may replace the old
 * one. It does so when the page asks, never under an open call.
 *
 *     /, pages with a player, files of the release   from the cache: they belong together
 *     other pages of the site                        from the network, else as last seen
 */

/**
 * `beside`: scripts that the scripts of the theme's pages load; only their names are known here.
 * @type {{version: string, offline: boolean, files: string[], pages: string[], beside: string[]}}
 */
const RELEASE = /* RELEASE */ null;

const ROOT = self.registration.scope;
/** Several sites may live on one host. */
const OURS = `scripts-kb ${ROOT} `;
const CACHE = OURS + RELEASE.version;
const PATIENCE = 3000;

const at = (path) => new URL(path, ROOT).href;
const RELEASED = new Set(RELEASE.files.map(at));
const PAGES = new Set(["./", ...RELEASE.pages].map(at));

self.addEventListener("install", (event) => {
  event.waitUntil(RELEASE.offline ? keep() : self.skipWaiting());
});

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll([at("./"), ...RELEASED].map((url) => new Request(url, { cache: "no-cache" })));
  const named = await (await cache.match(at("call/release.json"))).json();
  if (named.version !== RELEASE.version) {
    await caches.delete(CACHE);
    throw new Error("The server is being updated: this release is not whole.");
  }
  const frame = await (await cache.match(at("./"))).text();
  // The theme's own files have names that only the built page knows.
  const theme = [...frame.matchAll(/(?:href|src)="([^"#?]+\.(?:css|js|svg|png|woff2))"/g)]
    .map(([, address]) => at(address))
    .filter((url) => url.startsWith(ROOT) && !RELEASED.has(url));
  const wanted = [...new Set([...theme, ...RELEASE.beside.map(at)]), ...RELEASE.pages.map(at)];
  await Promise.allSettled(wanted.map((url) => cache.add(new Request(url, { cache: "no-cache" }))));
}

self.addEventListener("activate", (event) => {
  event.waitUntil(RELEASE.offline ? takeOver() : goAway());
});

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)),
  );
  await self.clients.claim();
}

async function goAway() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS)).map((name) => caches.delete(name)));
  await self.registration.unregister();
}

self.addEventListener("message", (event) => {
  if (event.data === "activate") event.waitUntil(self.skipWaiting());
  if (event.data === "activate if alone") event.waitUntil(alone());
});

/** Another window may be in the middle of a call: nothing changes below it. */
async function alone() {
  const windows = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  if (windows.filter(({ url }) => url.startsWith(ROOT)).length < 2) await self.skipWaiting();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  url.search = "";
  url.hash = "";
  if (!RELEASE.offline || request.method !== "GET" || !url.href.startsWith(ROOT)) return;
  if (url.href === at("sw.js")) return;
  const page = url.href.replace(/index\.html$/, "");
  if (RELEASED.has(url.href)) event.respondWith(kept(url.href, request));
  else if (request.mode === "navigate" && PAGES.has(page)) event.respondWith(kept(page, request));
  else event.respondWith(fresh(request, request.mode === "navigate" ? page : url.href));
});

async function kept(url, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(url)) ?? fetch(request);
}

/** From the network while it answers in time, else as it was last seen. */
async function fresh(request, url) {
  const cache = await caches.open(CACHE);
  const network = fetch(request).then(async (response) => {
    if (response.ok && response.type === "basic") await cache.put(url, response.clone());
    return response;
  });
  const seen = await cache.match(url);
  if (!seen) return network;
  const late = new Promise((resolve) => {
    setTimeout(() => resolve(seen.clone()), PATIENCE);
  });
  return Promise.race([network.catch(() => seen.clone()), late]);
}
