/**
 * Copying a text that stands on the page, with one press.
 */

/**
 * Let buttons copy what they name.
 * @param {HTMLElement} page
 */
export function offerCopies(page) {
  for (const button of page.querySelectorAll("[data-copy]")) {
    if (!(button instanceof HTMLButtonElement)) continue;
    const source = document.getElementById(button.dataset.copy ?? "");
    if (!source) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copy(source.textContent ?? "");
      if (done) tell(button, button.dataset.copied ?? "");
      else select(source);
    });
  }
}

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether the clipboard took it; over plain http a browser may refuse
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Select a text, so that the reader's own keys copy it.
 * @param {Element} source
 */
export function select(source) {
  if (source instanceof HTMLTextAreaElement) {
    source.select();
    return;
  }
  source.scrollIntoView({ block: "nearest" });
  getSelection()?.selectAllChildren(source);
}

/**
 * Say on a button that it has worked, for a moment.
 * @param {HTMLElement} button
 * @param {string} text
 */
export function tell(button, text) {
  const before = button.textContent;
  button.textContent = text;
  setTimeout(() => (button.textContent = before), 2000);
}
