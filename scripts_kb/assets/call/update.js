/**
 * New versions and no network. A new version waits until it is asked for: the text of a call in
 * progress never changes. Offline, the service worker answers with the release that it keeps.
 */

/**
 * @typedef {object} Release
 * @property {string} version
 * @property {string} code folder of the scripts
 * @property {string} data folder of the answers and their index
 * @property {boolean} offline whether a service worker keeps the release
 */

const EVERY = 10 * 60_000;
/** How long after a start a new release may come in by itself, ms. */
const QUIET = 1500;

/**
 * Watch for a new release.
 * @param {{root: URL, release: Release}} at
 * @param {() => boolean} idle whether nothing would be lost by reloading now
 * @param {(apply: () => void) => void} found called once, with what brings the new release in
 */
export async function watch({ root, release }, idle, found) {
  if (release.offline && "serviceWorker" in navigator) {
    try {
      await kept(root, idle, found);
      return;
    } catch {
      // Without a secure address there is no service worker; the release is asked for instead.
    }
  }
  asked(root, release, found);
}

/** @param {URL} root @param {() => boolean} idle @param {(apply: () => void) => void} found */
async function kept(root, idle, found) {
  const workers = navigator.serviceWorker;
  const registration = await workers.register(new URL("sw.js", root), { scope: root.pathname });
  let wanted = false;
  const apply = () => {
    wanted = true;
    registration.waiting?.postMessage("activate");
  };
  const had = workers.controller !== null;
  workers.addEventListener("controllerchange", () => {
    // The first worker takes over a page that already runs its release: nothing to reload.
    if (!had) return;
    if (wanted || idle()) location.reload();
    else found(() => location.reload());
  });
  // While a page is being loaded the old worker is at work and would not make way.
  setTimeout(() => {
    if (!registration.waiting || !workers.controller) return;
    if (!idle()) {
      found(apply);
      return;
    }
    registration.waiting.postMessage("activate if alone");
    setTimeout(() => registration.waiting && found(apply), QUIET);
  }, QUIET);
  registration.addEventListener("updatefound", () => {
    const fresh = registration.installing;
    fresh?.addEventListener("statechange", () => {
      if (fresh.state === "installed" && workers.controller) found(apply);
    });
  });
  each(() => registration.update().catch(() => {}));
}

/** @param {URL} root @param {Release} release @param {(apply: () => void) => void} found */
function asked(root, release, found) {
  let told = false;
  each(async () => {
    if (told) return;
    try {
      const response = await fetch(new URL("call/release.json", root), { cache: "no-cache" });
      /** @type {Release} */
      const present = await response.json();
      if (present.version === release.version) return;
      told = true;
      found(() => location.reload());
    } catch {
      // No network: the next time will do.
    }
  });
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
