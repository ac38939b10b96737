/**
 * A call screen reduced to what is measured: an input, the answer, the list. Two engines answer it: ours
 * and the worker of Material's theme; both through the same events and the same painting.
 */
import { Client } from "/engine/client.js";

const input = document.querySelector("#query");
const answers = await (await fetch("/shown.json")).json();

/** Resolves once what was changed now has been painted. */
const painted = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(0);
    });
  });

/** @param {string[]} entities @param {string} note */
function show(entities, note) {
  const base = (entities[0] ?? "").replace(/^.*?\//, "").replace(/--.*$/, "");
  document.querySelector("#answer").textContent = answers[base] ?? "";
  document.querySelector("#read-as").textContent = note;
  document.querySelector("#hits").replaceChildren(
    ...entities.slice(0, 12).map((entity) => {
      const item = document.createElement("li");
      item.textContent = entity;
      return item;
    }),
  );
}

/** @type {(text: string) => Promise<{entities: string[], note: string}>} */
let ask;

/** @param {string} text @returns {Promise<number>} Milliseconds from the key to the painted answer. */
function key(text) {
  return new Promise((resolve) => {
    input.addEventListener(
      "input",
      async () => {
        const begun = performance.now();
        const { entities, note } = await ask(input.value);
        show(entities, note);
        resolve((await painted()) - begun);
      },
      { once: true },
    );
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
}

window.ours = async () => {
  const begun = performance.now();
  const client = new Client("/engine/worker.js", "/search.bin");
  await client.ready;
  const ready = performance.now() - begun;
  ask = async (text) => {
    const result = await client.search(text);
    return { entities: result.hits.map(({ entity }) => entity), note: result.readAs ?? "" };
  };
  return ready;
};

window.material = async (path) => {
  const begun = performance.now();
  const data = await (await fetch("/theme/search/search_index.json")).json();
  const worker = new Worker(`/${path}`);
  const reply = (message) =>
    new Promise((resolve) => {
      worker.addEventListener("message", (event) => resolve(event.data), { once: true });
      worker.postMessage(message);
    });
  await reply({ type: 0, data: { ...data, options: { suggest: false } } });
  const ready = performance.now() - begun;
  ask = async (text) => {
    const { data: found } = await reply({ type: 2, data: text });
    return { entities: found.items.map(([{ location }]) => location.replace(/^cards\/|\/(#.*)?$/g, "")), note: "" };
  };
  return ready;
};

/** The entities found for each text, best first. @param {string[]} texts @param {number} most */
window.found = async (texts, most) => {
  const all = [];
  for (const text of texts) all.push((await ask(text)).entities.slice(0, most));
  return all;
};

/** @param {string[]} texts */
window.keys = async (texts) => {
  const times = [];
  for (const text of texts) times.push(await key(text));
  return times;
};

window.loaded = true;
