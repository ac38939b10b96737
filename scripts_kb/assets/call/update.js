/**
 * New versions and no network. A new version waits until it is asked for: the text of a call in
 * progress never changes. Offline, the service worker answers with the release that it keeps.
 */

/** @import { Release } from "./types.d.ts" */

const EVERY = 10 * 60_000;
/** How long after a start a new release may come in by itself, ms. */
const QUIET = 1500;

/**
 * Watch for a new release, and for a server that is no longer there.
 * @param {{root: URL, release: Release}} at
 * @param {() => boolean} idle whether nothing would be lost by reloading now
 * @param {(apply: () => void) => void} found called once, with what brings the new release in
 * @param {(there: boolean) => void} [reached] called with every question to the server
 */
export async function watch({ root, release }, idle, found, reached) {
  let told = false;
  let apply = () => location.reload();
  const tell = () => {
    if (!told) found(() => apply());
    told = true;
  };
  /** Whether a reload would give another release: of the worker's, or where none is, of the server's. */
  const other = async () => {
    try {
      const response = await fetch(new URL("call/release.json", root), { cache: "no-cache" });
      return (await response.json()).version !== release.version;
    } catch {
      return false; // No network: the next time will do.
    }
  };
  each(async () => (await other()) && tell());
  // Without a secure address there is no service worker, in a private window it may be refused.
  const workers = release.offline && navigator.serviceWorker;
  if (!workers) return;
  const registration = await workers.register(new URL("sw.js", root), { scope: root.pathname }).catch(() => {});
  if (!registration) return;
  let wanted = false;
  // A page that is about to be left is not loaded again: that would call off where one goes.
  let leaving = false;
  addEventListener("beforeunload", () => (leaving = true));
  apply = () => {
    wanted = true;
    if (registration.waiting) registration.waiting.postMessage("activate");
    else location.reload();
  };
  workers.addEventListener("controllerchange", async () => {
    // The first worker takes over a page that runs its release already: nothing to reload.
    if (!wanted && !(await other())) return;
    if (wanted || (idle() && !leaving)) location.reload();
    else tell();
  });
  const update = () => registration.update().then(() => true, () => false).then(reached);
  each(update);
  /** @param {ServiceWorker | null} fresh the first of all has nothing to replace */
  const next = (fresh) =>
    fresh?.addEventListener("statechange", () => {
      if (fresh.state === "installed" && registration.active) tell();
    });
  next(registration.installing);
  registration.addEventListener("updatefound", () => next(registration.installing));
  if (!registration.active) return;
  update();
  // While a page is being loaded the old worker is at work and would not make way.
  setTimeout(() => {
    if (!registration.waiting) return;
    if (idle()) registration.waiting.postMessage("activate if alone");
    setTimeout(() => registration.waiting && tell(), QUIET);
  }, QUIET);
}

/** @param {() => void} act now and then, and whenever the screen is looked at again */
function each(act) {
  setInterval(act, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) act();
  });
}

/**
 * Make the site installable: the manifest and the icons are for the whole site, the head of the
 * page belongs to the theme.
 * @param {URL} root
 */
export function installable(root) {
  if (document.querySelector('link[rel="manifest"]')) return;
  const manifest = document.createElement("link");
  manifest.rel = "manifest";
  manifest.href = new URL("manifest.webmanifest", root).href;
  document.head.append(manifest);
}
