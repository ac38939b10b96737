/**
 * What the search box of the header finds: answers, and beside them rules, processes, guides.
 *
 *     input ──▶ engine/worker.js over index.bin and beside.bin ──▶ links to pages
 *
 * The focus stays in the field; a result is a link, so that it can be opened in a new tab.
 */

import { el } from "./dom.js";
import { Client } from "./engine/client.js";
import { open } from "./memory/store.js";
import { fill } from "./text.js";

/** @import { Titles } from "./types.d.ts" */

const SHOWN = 8;
/** What binds comes before the dispute that led to it; what was once heard comes last. */
const KIND_BOOST = { regulation: 1.06, process: 1.03, insight: 0.9 };
/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** @param {{root: URL, data: URL, form: HTMLFormElement}} at */
export async function start({ root, data, form }) {
  const worker = new URL("./engine/worker.js", import.meta.url);
  const engine = new Client(worker, new URL("index.bin", data), new URL("beside.bin", data));
  const response = await fetch(new URL("titles.json", data));
  if (!response.ok) throw new Error(`${response.status} titles.json`);
  new Finder(form, root, await response.json(), engine).begin();
}

class Finder {
  /** @param {HTMLFormElement} form @param {URL} root @param {Titles} titles @param {Client} engine */
  constructor(form, root, titles, engine) {
    /** @template {HTMLElement} T @param {string} which @returns {T} */
    const part = (which) => /** @type {T} */ (form.querySelector(which));
    this.form = form;
    this.root = root;
    this.titles = titles;
    this.engine = engine;
    /** @type {HTMLInputElement} */
    this.field = part("input");
    this.found = part("[data-find-found]");
    this.note = part("[data-find-note]");
    this.status = part("[data-find-status]");
    this.list = part("[role=listbox]");
    this.active = 0;
    /** The query that the list answers. */
    this.answered = "";
    /** The query whose first result is to be opened as soon as it is there. */
    this.wanted = "";
    this.timer = 0;
  }

  begin() {
    const { field, form, list } = this;
    field.addEventListener("input", () => this.typed());
    field.addEventListener("focus", () => this.typed());
    form.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node) || !form.contains(relatedTarget)) this.show(false);
    });
    // A press on a result leaves the focus, and so the list, where it is.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", () => this.show(false));
    this.engine.ready.catch(() => this.tell(this.t("broken"), []));
    form.dataset.ready = "true";
    this.typed();
  }

  /** @param {string} name @param {Record<string, string | number>} [values] */
  t(name, values) {
    const text = this.titles.texts[name];
    return values ? fill(text, values, this.titles.language) : text;
  }

  async typed() {
    const query = this.field.value.trim();
    if (!query) {
      this.answered = "";
      this.list.replaceChildren();
      this.show(false);
      this.say("");
      return;
    }
    const segment = open(this.root.pathname).browser.get("segment", "");
    const found = await this.engine.search(query, {
      segment: segment || undefined,
      kindBoost: KIND_BOOST,
      limit: SHOWN,
    });
    if (!found || query !== this.field.value.trim()) return;
    this.answered = query;
    this.active = 0;
    const hits = found.hits.filter(({ entity }) => this.titles.titles[entity]);
    if (hits.length) {
      const note = found.readAs ? this.t("read_as", { words: found.readAs }) : "";
      this.tell(note, hits.map(({ entity }) => this.result(entity)));
      const first = this.t("first", { title: this.titles.titles[hits[0].entity] });
      this.say([note, this.t("found", { n: hits.length }), first].filter(Boolean).join(". "));
    } else if (this.titles.call) {
      const further = new URL(`./?q=${encodeURIComponent(query)}`, this.root);
      this.tell("", [this.option(further, this.t("nothing_do"), "")]);
      this.say(this.t("nothing"));
    } else {
      this.tell(this.t("nothing"), []);
      this.say(this.t("nothing"));
    }
    if (this.wanted === query) this.go();
    this.wanted = "";
  }

  go() {
    /** @type {HTMLElement | undefined} */ (this.list.children[this.active])?.click();
  }

  /** @param {string} entity */
  result(entity) {
    const at = entity.indexOf("/");
    const [kind, folder] = this.titles.kinds[entity.slice(0, at)] ?? ["", ""];
    const own = entity.slice(at + 1);
    const address = new URL(folder ? `${folder}${own}/` : own, this.root);
    // What stands below a heading says whose heading it is.
    const page = own.includes("#") ? this.titles.titles[entity.slice(0, entity.indexOf("#"))] : "";
    const option = this.option(address, this.titles.titles[entity], page || kind);
    option.dataset.entity = entity;
    return option;
  }

  /** @param {URL} address @param {string} title @param {string} kind */
  option(address, title, kind) {
    return el(
      "a",
      { class: "kb-find__result", role: "option", href: address.href, tabindex: "-1" },
      el("span", { class: "kb-find__title" }, title),
      kind ? el("span", { class: "kb-find__kind" }, kind) : null,
    );
  }

  /** @param {string} note @param {HTMLElement[]} options */
  tell(note, options) {
    this.note.textContent = note;
    this.note.hidden = !note;
    options.forEach((option, index) => {
      option.id = `kb-find-option-${index}`;
    });
    this.list.replaceChildren(...options);
    this.choose(0);
    this.show(Boolean(note || options.length));
  }

  /** @param {number} index */
  choose(index) {
    const count = this.list.children.length;
    this.active = count ? (index + count) % count : 0;
    [...this.list.children].forEach((option, place) => {
      option.setAttribute("aria-selected", String(place === this.active));
    });
    this.list.children[this.active]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {boolean} shown */
  show(shown) {
    const own = shown && this.form.contains(document.activeElement);
    const any = own && this.list.children.length > 0;
    this.found.hidden = !own;
    this.field.setAttribute("aria-expanded", String(any));
    if (any) this.field.setAttribute("aria-activedescendant", `kb-find-option-${this.active}`);
    else this.field.removeAttribute("aria-activedescendant");
  }

  /** Politely, and only the last of a quick series. @param {string} text */
  say(text) {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.status.textContent = text;
    }, 500);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.target !== this.field || event.isComposing) return;
    const step = STEPS[event.code];
    if (step && !event.altKey && this.list.children.length) {
      this.choose(this.active + step);
      this.show(true);
    } else if (event.key === "Enter") {
      const query = this.field.value.trim();
      if (this.answered === query) this.go();
      else this.wanted = query;
    } else if (event.code === "Escape") {
      this.field.value = "";
      this.typed();
      return;
    } else {
      return;
    }
    event.preventDefault();
  }
}
