/**
 * Material's own search as its theme shows it: types into its box and waits for its list.
 * Evaluated on a page that the theme made; gives the milliseconds of each key.
 * @param {string[]} texts
 * @returns {Promise<number[]>}
 */
async (texts) => {
  const input = document.querySelector("[data-md-component=search-query]");
  const result = document.querySelector("[data-md-component=search-result]");

  /** Resolves once what was changed now has been painted. */
  const painted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(0);
      });
    });

  /** @param {string} text @returns {Promise<number>} Milliseconds from the key to the painted list. */
  const key = (text) =>
    new Promise((resolve) => {
      const begun = performance.now();
      new MutationObserver(async (_, observer) => {
        observer.disconnect();
        resolve((await painted()) - begun);
      }).observe(result, { childList: true, characterData: true, subtree: true });
      // The theme asks nothing anew where the text is the same.
      input.value = input.value === text ? `${text} ` : text;
      for (const type of ["input", "keyup"]) input.dispatchEvent(new KeyboardEvent(type, { bubbles: true }));
    });

  const times = [];
  for (const text of texts) times.push(await key(text));
  return times;
};
