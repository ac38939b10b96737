/**
 * «Почему так»: the reason of a phrase beside the phrase.
 *
 * Every `[data-why]` is a link to the entry of the page's history that last set the phrase. Here it
 * opens a dialog with that entry's reason and the one edit that touched the phrase. Both are copied
 * as nodes from the page itself: nothing is fetched, and no text is ever read as HTML.
 */

/** How low the dialog may be where there is little room, in CSS pixels. */
const LEAST_HEIGHT = 280;

/**
 * Make every link to a reason open it in place.
 * @param {HTMLElement} page - the root of the page; carries the texts of the dialog
 */
export function showReasons(page) {
  const links = page.querySelectorAll("a[data-why]");
  if (links.length === 0) return;
  const dialog = makeDialog(page);
  for (const link of links) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "dialog");
  }
  page.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-why]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey) return;
    if (fill(dialog, link)) {
      event.preventDefault();
      open(dialog, link);
    }
  });
  page.addEventListener("keydown", (event) => {
    // What says it is a button answers to the space bar too.
    if (event.key !== " " || !(event.target instanceof HTMLAnchorElement)) return;
    if (event.target.matches("a[data-why]")) {
      event.preventDefault();
      event.target.click();
    }
  });
}

/**
 * @param {HTMLElement} page
 * @returns {HTMLDialogElement}
 */
function makeDialog(page) {
  const dialog = document.createElement("dialog");
  dialog.className = "kb-dialog";
  dialog.setAttribute("aria-labelledby", "kb-dialog-title");
  const head = document.createElement("div");
  head.className = "kb-dialog-head";
  const title = document.createElement("h2");
  title.id = "kb-dialog-title";
  title.textContent = page.dataset.whyTitle ?? "";
  const close = document.createElement("button");
  close.type = "button";
  close.className = "kb-close";
  close.setAttribute("aria-label", page.dataset.close ?? "");
  close.textContent = "✕";
  close.addEventListener("click", () => dialog.close());
  head.append(title, close);
  const body = document.createElement("div");
  body.className = "kb-dialog-body";
  dialog.append(head, body);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
    // A link inside the dialog to this very page leads there: the dialog must not hide it.
    if (event.target instanceof HTMLAnchorElement && event.target.hash) dialog.close();
  });
  page.append(dialog);
  return dialog;
}

/**
 * Copy the reason and the edit behind a link into the dialog.
 * @param {HTMLDialogElement} dialog
 * @param {HTMLAnchorElement} link
 * @returns {boolean} whether there was anything to copy
 */
function fill(dialog, link) {
  const body = dialog.querySelector(".kb-dialog-body");
  const entry = document.getElementById(link.hash.slice(1))?.closest(".kb-entry");
  const reason = entry?.querySelector(".kb-reason");
  if (!body || !entry || !reason) return false;
  body.replaceChildren();
  const edit = link.dataset.edit ? document.getElementById(link.dataset.edit) : null;
  for (const part of [reason, edit]) {
    if (!part) continue;
    const copy = /** @type {HTMLElement} */ (part.cloneNode(true));
    copy.removeAttribute("id");
    body.append(copy);
  }
  const title = entry.querySelector("summary b");
  if (title?.textContent) {
    const name = document.createElement("p");
    name.className = "kb-dialog-name";
    name.textContent = title.textContent;
    body.prepend(name);
  }
  return true;
}

/**
 * Open the dialog below its link where there is room, at the foot of a narrow screen.
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} link
 */
function open(dialog, link) {
  for (const name of ["top", "left", "max-height"]) dialog.style.removeProperty(name);
  dialog.showModal();
  if (innerWidth < 700) return;
  const at = link.getBoundingClientRect();
  const gap = 8;
  const edge = 16;
  const below = innerHeight - at.bottom - gap - edge;
  const above = at.top - gap - edge;
  // The phrase itself must stay in sight: the dialog scrolls rather than covers it.
  const under = below >= LEAST_HEIGHT || below >= above;
  dialog.style.maxHeight = `${Math.max(LEAST_HEIGHT, under ? below : above)}px`;
  const box = dialog.getBoundingClientRect();
  const top = under ? at.bottom + gap : at.top - gap - box.height;
  dialog.style.top = `${Math.max(edge, Math.min(top, innerHeight - box.height - edge))}px`;
  dialog.style.left = `${Math.max(edge, Math.min(at.left, innerWidth - box.width - edge))}px`;
}
