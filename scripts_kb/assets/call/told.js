/** What is told of a change: what began it, why, what for; what it was, and what it is. */

import { el, link } from "./dom.js";
import { reason } from "./spoken.js";
import { day, fill } from "./text.js";

/**
 * @import { Desk } from "./desk.js"
 * @import { Edit, Explained } from "./types.d.ts"
 */

const TOLD = /** @type {const} */ (["origin", "cause", "purpose", "effect", "expect", "watch", "learned"]);

/** @param {Desk} desk @param {Explained} card @param {string} path @param {string} text */
export function* told(desk, card, path, text) {
  const found = reason(card, path);
  if (!found) {
    yield el("p", null, desk.t("uncommitted"));
    return;
  }
  const { change, edits } = found;
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
    const said = change[name];
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
  if (edits.length) {
    const [before, after] = sides(text, edits);
    tell("before", el("span", { class: "call-why__text" }, ...before));
    tell("after", el("span", { class: "call-why__text" }, ...after));
  }
  yield list;
}

/**
 * What a text was, with what was cut; what it is, with what was put in.
 * @param {string} text
 * @param {Edit[]} edits
 * @returns {(Node | string)[][]}
 */
function sides(text, edits) {
  /** @type {(Node | string)[][]} */
  const [before, after] = [[], []];
  let at = 0;
  for (const [kept, cut, put] of edits) {
    const same = text.slice(at, (at += kept));
    before.push(same, cut && el("del", null, cut));
    after.push(same, put ? el("ins", null, text.slice(at, (at += put))) : "");
  }
  const rest = text.slice(at);
  return [[...before, rest], [...after, rest]];
}
