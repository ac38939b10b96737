/**
 * What is asked of whoever sends an edit to the hosting, and what is told of it afterwards. The key is kept until
 * the tab is closed, in no other place, and goes to the hosting alone. What sends is loaded when it is needed.
 */

import { make } from "./controls.js";
import { spelled } from "./told.js";

/** @import { Around } from "./controls.js" */
/** @import { Asked, Draft, Field, Kind, Sending, Sent, Texts, Told, Value } from "./types.d.ts" */
/** @import { Known } from "./send/planning.js" */

/** @typedef {{ told: Told[], reason: { [name: string]: Value }, why: { [name: string]: Value }, known: Known, title: string, change: Kind }} Sheet */

export class Requesting {
  /** What is kept where the browser keeps nothing. */
  #token = "";

  /**
   * @param {Sending} to @param {Texts} texts @param {URL} root
   * @param {(field: Field) => string} named
   */
  constructor(to, texts, root, named) {
    this.to = to;
    this.texts = texts;
    this.named = named;
    this.input = document.createElement("input");
    this.input.type = "password";
    this.input.id = "kb-edit-token";
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    const guide = make("a", { href: new URL("guide/marketer/#token", root).href, target: "_blank", rel: "noopener" }, texts.token_how ?? "");
    this.asking = make("div", { class: "kb-edit-field" }, make("label", { for: this.input.id }, texts.token_of ?? ""), make("p", { class: "kb-edit-help" }, `${texts.token_why} `, guide), this.input);
    this.joining = make("p", {});
    this.box = make("fieldset", { class: "kb-edit-group", "data-sending": "" }, make("legend", {}, texts.sending ?? ""), make("p", { class: "kb-edit-help" }, `${texts.becomes} ${to.repo}`), this.joining, this.asking);
  }

  /** @returns {string} */
  get token() {
    return this.kept("token") ?? this.#token;
  }

  /** @param {string} value "" forgets it */
  set token(value) {
    this.#token = value;
    this.keep("token", value);
  }

  /** What this tab keeps of a hosting, until it is closed. @param {string} name @returns {string | null} */
  kept(name) {
    try {
      return sessionStorage.getItem(`kb-edit-${name} ${this.to.api} ${this.to.repo}`);
    } catch {
      return null;
    }
  }

  /** @param {string} name @param {string} value */
  keep(name, value) {
    const key = `kb-edit-${name} ${this.to.api} ${this.to.repo}`;
    try {
      if (value) sessionStorage.setItem(key, value);
      else sessionStorage.removeItem(key);
    } catch {
      // This page knows it until it is left.
    }
  }

  /** Show what has to be asked now. @param {Draft} draft */
  look(draft) {
    this.asking.hidden = this.token !== "";
    const last = this.last(draft);
    if (!last) return this.joining.replaceChildren();
    if (this.joining.childElementCount) return;
    const box = document.createElement("input");
    box.type = "checkbox";
    const link = make("a", { href: last.link, target: "_blank", rel: "noopener" }, last.title);
    this.joining.replaceChildren(make("label", {}, box, make("span", {}, `${this.texts.join} `, link)));
  }

  /** The request that this tab made last, where this draft has none. @param {Draft} draft @returns {Asked | null} */
  last(draft) {
    /** @type {Asked | null} */
    const known = JSON.parse(this.kept("request") ?? "null");
    return known && !draft.link ? known : null;
  }

  /**
   * @param {Draft} draft @param {Sheet} sheet @param {() => void} keep the draft, with its branch
   * @returns {Promise<Sent | null>} null where a key is asked for first
   */
  async send(draft, { told, reason, why, known, title, change }, keep) {
    const given = this.input.value.trim();
    if (given) this.token = given;
    this.input.value = "";
    if (!this.token) {
      this.asking.hidden = false;
      this.input.focus();
      return null;
    }
    const { branchOf, send } = await import("./send/sending.js");
    const joined = this.joining.querySelector("input")?.checked ? this.last(draft) : null;
    if (joined) {
      draft.branch = joined.branch;
      draft.link = joined.link;
      delete draft.note;
    }
    draft.branch ??= branchOf();
    keep();
    const noting = (/** @type {string} */ path) => {
      if (!path) return;
      draft.note = path === draft.note?.path ? draft.note : { path, sent: false };
      keep();
    };
    const sent = await send(this.to, this.token, { told, reason, known, title, body: this.body(told, why, change), branch: draft.branch, link: draft.link ?? "", today: today(), note: draft.note, noting });
    if (sent.said === "token") this.token = "";
    if (sent.said === "sent") {
      draft.branch = sent.branch;
      draft.link = sent.link;
      if (draft.note) draft.note.sent = true;
      this.keep("request", JSON.stringify({ branch: sent.branch, link: sent.link, title: joined?.title ?? title }));
    }
    return sent;
  }

  /** What a request says of itself: where something changes, and why. @param {Told[]} told @param {{ [name: string]: Value }} reason @param {Kind} change */
  body(told, reason, change) {
    const why = (change.fields ?? []).filter((each) => each.name !== "class" && typeof reason[each.name] === "string");
    return [...told.map(({ trail }) => `- ${trail.join(" › ")}`), "", ...why.map((each) => `- **${this.named(each)}**: ${reason[each.name]}`)].join("\n").trim();
  }

  /** What keeps an edit from being sent, one line each. @param {Sent} sent @param {Around} around @returns {string[]} */
  told({ said, conflicts }, around) {
    const { texts } = this;
    const found = conflicts.map(({ trail, shape, now, before }) => {
      const [there, began] = [now, before].map((each) => spelled(each, shape, around) || texts.nothing);
      return `${trail.join(" › ")}: ${texts.now_there} «${there}», ${texts.began_with} «${began}»`;
    });
    const lines = {
      conflict: texts.sent_conflict,
      already: texts.sent_already,
      token: texts.sent_token,
      rights: texts.sent_rights,
      changed: texts.sent_changed,
      away: texts.sent_away,
      elsewhere: texts.sent_elsewhere,
      moved: texts.sent_moved,
      odd: texts.sent_odd,
      other: texts.sent_other,
      sent: "",
    };
    return [...found, lines[said] ?? ""];
  }
}

/** The day where the reader is. */
export const today = () => new Date().toLocaleDateString("sv-SE");
