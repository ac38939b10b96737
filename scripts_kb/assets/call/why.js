/** The reason of a text: a mark beside it that opens what began it, why, what for, what it was. */

import { button, el, link } from "./dom.js";
import { reason } from "./spoken.js";
import { compared, day, fill } from "./text.js";

/** @typedef {import("./answers.js").Explained} Explained */
/** @typedef {import("./desk.js").Desk} Desk */

const TOLD = ["origin", "cause", "purpose", "effect", "expect", "watch", "learned"];

let opened = 0;

/**
 * Make the mark and the reason that it opens.
 * @param {Desk} desk
 * @param {Explained} card
 * @param {string} path
 * @param {string} text what stands there now, whole
 * @param {boolean} isNew
 * @returns {[HTMLElement, HTMLElement]} to stand in the line, and below it
 */
export function mark(desk, card, path, text, isNew) {
  const id = `call-why-${++opened}`;
  const panel = el("div", { id, class: "call-why", hidden: true });
  const toggle = (/** @type {Event} */ event) => {
    // The pages of the site listen for their own marks on the whole document.
    event.stopPropagation();
    if (!panel.firstChild) panel.append(...told(desk, card, path, text));
    panel.hidden = !panel.hidden;
    opener.setAttribute("aria-expanded", String(!panel.hidden));
  };
  const opener = button(
    {
      class: isNew ? "call-mark call-mark--new" : "call-mark",
      "data-why": path,
      "aria-expanded": "false",
      "aria-controls": id,
      onclick: toggle,
    },
    desk.t(!isNew ? "why" : reason(card, path)?.change.kind === "added" ? "why_added" : "why_new"),
  );
  return [opener, panel];
}

/** @param {Desk} desk @param {Explained} card @param {string} path @param {string} text */
function* told(desk, card, path, text) {
  const found = reason(card, path);
  if (!found) {
    yield el("p", null, desk.t("uncommitted"));
    return;
  }
  const { change, before } = found;
  const head = [
    change.title ?? null,
    change.class ?? null,
    change.urgent ? desk.t("urgent") : null,
    change.reverts ? desk.t("reverted") : null,
  ].filter(Boolean);
  if (head.length) yield el("p", { class: "call-why__head" }, head.join(" · "));
  const list = el("dl", { class: "call-why__list" });
  /** @type {(name: string, ...content: (Node | string)[]) => void} */
  const tell = (name, ...content) => {
    list.append(el("dt", null, desk.t(name)), el("dd", null, ...content));
  };
  for (const name of TOLD) {
    const said = /** @type {Record<string, any>} */ (change)[name];
    if (said) tell(name, said);
  }
  const evidence = change.evidence ?? [];
  if (evidence.length) {
    tell(
      "evidence",
      ...evidence.flatMap((each, index) => [
        index ? ", " : "",
        each.url ? link(desk.url(each.url), each.title) : each.title,
      ]),
    );
  }
  if (change.by) tell("by", change.by);
  if (change.agreed?.length) tell("agreed", change.agreed.join(", "));
  const version = change.version ? ` · ${fill(desk.t("version"), { n: change.version })}` : "";
  tell("date", el("time", { datetime: change.landed }, day(change.landed, desk.today, desk.language)), version);
  if (!change.explained) yield el("p", { class: "call-why__none" }, desk.t("unexplained"));
  if (before !== undefined && before !== text) {
    const runs = compared(before, text);
    const part = (/** @type {string} */ op, /** @type {"del" | "ins"} */ tag) =>
      runs
        .filter((run) => run.op === "same" || run.op === op)
        .map((run) => (run.op === "same" ? run.text : el(tag, null, run.text)));
    tell("before", el("span", { class: "call-why__text" }, ...part("cut", "del")));
    tell("after", el("span", { class: "call-why__text" }, ...part("put", "ins")));
  }
  yield list;
}
