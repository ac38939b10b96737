/**
 * Types into the call screen as it is published. Evaluated in its page.
 */
(() => {
  const input = document.querySelector("#call-search");
  const list = document.querySelector("#call-results");
  const answer = document.querySelector("#call-answer");
  const nothing = document.querySelector("#call-nothing");

  /** Resolves once what was changed now has been painted. */
  const painted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(0);
      });
    });

  /** Whether the answer to a query is there, or that there is none. @param {string} text */
  const there = (text) =>
    list.dataset.query === text && (!nothing.hidden || (!answer.hidden && answer.querySelector(".call-say")));

  /** @param {string} text @returns {Promise<number>} Milliseconds from the key to the painted answer. */
  const key = (text) =>
    new Promise((resolve) => {
      const begun = performance.now();
      const done = async () => resolve((await painted()) - begun);
      const observer = new MutationObserver(() => {
        if (!there(text.trim())) return;
        observer.disconnect();
        done();
      });
      observer.observe(document.querySelector("#call"), { subtree: true, childList: true, attributes: true });
      input.value = text;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    });

  /** @param {string[]} texts */
  window.keys = async (texts) => {
    const times = [];
    for (const text of texts) if (text.trim()) times.push(await key(text));
    return times;
  };

  /** Whether each text is answered within a second. @param {string[]} texts */
  window.answered = async (texts) => {
    const found = [];
    for (const text of texts) {
      const late = new Promise((resolve) => setTimeout(resolve, 1000, false));
      found.push(Number(await Promise.race([key(text).then(() => true), late])));
    }
    return found;
  };
})();
