/**
 * What the customer answers at a step, among what is found: «3 · У нас капсулы», and what is said next.
 *
 *     script/ID#STEP/REPLY ──▶ its way on, its digit at the present step ──▶ shown ──Enter──▶ the next step
 */

import { aloud } from "../card.js";
import { button, el, key } from "../dom.js";
import { here, node, target } from "../player/run.js";
import { breath } from "../text.js";

/**
 * @import { Player } from "../player/player.js"
 * @import { Screen } from "../screen.js"
 */

const PLACE = /^(.+)#([^/]+)\/(.+)$/;

/** @param {string} entity */
export const isReply = (entity) => entity.includes("#");

/** The step that replies are looked for at; none where the call is over. @param {{player: Player}} screen */
export function present({ player }) {
  const at = player.run && !player.over && here(player.run);
  return at && at.script ? `${at.script}#${at.node}` : undefined;
}

/**
 * @param {{player: Player}} screen
 * @param {string} entity
 * @returns {{says: string, next: string, digit: number} | null} digit 0: another step waits for it; null where there is no such reply
 */
export function reply({ player }, entity) {
  const [, script = "", step = "", id = ""] = PLACE.exec(entity) ?? [];
  const answers = node(player.find(script), step)?.answers ?? [];
  const place = answers.findIndex((each) => each.id === id);
  if (place < 0) return null;
  const at = player.run && here(player.run);
  const { client_says: says, next } = answers[place];
  return { says, next, digit: at?.script === script && at.node === step ? place + 1 : 0 };
}

/** What a hit is called. @param {Screen} screen @param {string} entity */
export function title(screen, entity) {
  const found = isReply(entity) && reply(screen, entity);
  if (!found) return screen.desk.answers.title(entity);
  return found.digit ? `${found.digit} · ${found.says}` : `«${found.says}»`;
}

/** What is said after a reply. @param {{player: Player}} screen @param {string} entity */
export function after({ player }, entity) {
  const [, present = ""] = PLACE.exec(entity) ?? [];
  const found = reply({ player }, entity);
  const [script, id] = target(found?.next ?? "", present, (each) => player.find(each));
  return node(script, id)?.say ?? "";
}

/** A reply as the answer to what is typed. @param {Screen} screen @param {string} entity */
export function replied(screen, entity) {
  const { desk } = screen;
  const say = el("div", { class: "call-say" });
  for (const text of breath(after(screen, entity)).filter(Boolean)) say.append(el("p", { class: "call-phrase" }, ...aloud(desk, text)));
  return [
    el(
      "header",
      { class: "call-card__head" },
      el("h2", { class: "call-card__title" }, title(screen, entity)),
      el("span", { class: "call-card__kind" }, desk.t("client_answers")),
    ),
    say,
    el("div", { class: "call-tools" }, button({ class: "call-button call-button--main", onclick: () => take(screen, entity) }, desk.t("go_on"), key("Enter"))),
  ];
}

/** Go where a reply leads. @param {Screen} screen @param {string} entity */
export function take(screen, entity) {
  const found = reply(screen, entity);
  if (!found) return false;
  screen.empty();
  screen.show();
  screen.player.take(found);
  screen.show();
  screen.input.focus();
  return true;
}
