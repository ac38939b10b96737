/**
 * The first script of a page. It asks which release is the present one and starts that: code and
 * answers stand in folders named by their content, so an old page never runs on new answers.
 *
 *     start.js ──▶ release.json ──▶ code/screen.js or code/page.js ──▶ data/answers.json, index.bin
 */

const here = new URL(".", import.meta.url);

/** @returns {Promise<import("./types.d.ts").Release>} */
async function present() {
  const response = await fetch(new URL("release.json", here), { cache: "no-cache" });
  if (!response.ok) throw new Error(`release.json: ${response.status}`);
  return response.json();
}

async function start() {
  const release = await present();
  const code = new URL(`${release.code}/`, here);
  const style = new URL("call.css", code).href;
  if (![...document.styleSheets].some((sheet) => sheet.href === style)) {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = style;
    document.head.append(sheet);
  }
  const data = new URL(`${release.data}/`, here);
  // On their way while the scripts are read.
  const answers = fetch(new URL("answers.json", data));
  answers.catch(() => {});
  const name = document.getElementById("call-search") ? "screen.js" : "page.js";
  const { start: begin } = await import(new URL(name, code).href);
  await begin({
    root: new URL("../", here),
    data,
    answers,
    release,
  });
}

// Where a keyboard lies over the page instead of making it shorter, tell the style how high it is: the
// buttons for the thumb stand above it.
const seen = visualViewport;
seen?.addEventListener("resize", () => {
  // Zoomed in, one sees less of the page with no keyboard at all.
  const covered = Math.max(0, innerHeight - seen.height * seen.scale);
  document.documentElement.style.setProperty("--call-keyboard", `${covered}px`);
});

// A deployment may be half way: the folder that release.json named a moment ago may be gone.
start().catch(() => new Promise((again) => setTimeout(again, 1500)).then(start)).catch((error) => {
  const place = document.getElementById("call-broken");
  if (place) place.hidden = false;
  throw error;
});
