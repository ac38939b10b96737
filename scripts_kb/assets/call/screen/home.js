/**
 * Before the first letter: what is at hand, what ends today, what is new. One key away, gone with
 * the first letter.
 */

import { validity } from "../card.js";
import { button, el, key, link } from "../dom.js";
import { waiting } from "../memory/entries.js";
import { PINS } from "../memory/store.js";
import { day, daysBetween, inForce } from "../text.js";

/** @import { Desk } from "../desk.js" */

const NEWS_SHOWN = 4;
const SOON_DAYS = 3;

/**
 * @typedef {object} Acts
 * @property {(entity: string) => void} open a card
 * @property {(entity: string) => void} script begin one
 * @property {() => void} show what has changed
 * @property {import("./entries.js").Records | null} records what was written down, once it is loaded
 * @property {() => Promise<void>} remember load it
 * @property {boolean} unfolded whether it stands open
 */

/**
 * The cards at hand, in the order of their digits: one's own pins, then the keeper's.
 * @param {Desk} desk
 * @param {string} segment
 * @returns {{entity: string, own: boolean}[]}
 */
export function atHand(desk, segment) {
  const own = desk.store.browser.get("pins", []);
  const kept = desk.answers.header.pins.filter((pin) => !segment || pin.segment === segment);
  const all = [...own, ...kept.map(({ entity }) => entity)];
  return [...new Set(all)]
    .filter((entity) => desk.answers.has(entity))
    .slice(0, PINS)
    .map((entity) => ({ entity, own: own.includes(entity) }));
}

/**
 * @param {Desk} desk
 * @param {string} segment
 * @param {Acts} acts
 * @returns {HTMLElement[]}
 */
export function home(desk, segment, acts) {
  if (!desk.answers.header.entities.length) return [el("p", null, desk.t("empty_kb"))];
  return [
    ...pins(desk, segment, acts),
    ...scripts(desk, segment, acts),
    ...ending(desk, segment, acts),
    ...(acts.records?.news(acts) ?? []),
    ...news(desk, segment, acts),
    ...recent(desk, acts),
    notes(desk, acts),
  ];
}

/** @param {string} title @param {...(Node | string | null)} content */
function section(title, ...content) {
  return el("section", { class: "call-home__part", "aria-label": title }, el("h2", { class: "call-label" }, title), ...content);
}

/** @param {Desk} desk @param {string} segment @param {Acts} acts */
function pins(desk, segment, acts) {
  const all = atHand(desk, segment);
  if (!all.length) return [];
  const items = all.map(({ entity, own }, index) =>
    button(
      { class: own ? "call-tile call-tile--own" : "call-tile", "data-pin": entity, title: own ? null : desk.t("pins_keeper"), onclick: () => acts.open(entity) },
      key(String(index + 1)),
      el("span", null, desk.answers.title(entity)),
    ),
  );
  return [section(desk.t("pins"), el("div", { class: "call-tiles" }, ...items))];
}

/** @param {Desk} desk @param {string} segment @param {Acts} acts */
function scripts(desk, segment, acts) {
  const all = desk.answers.header.scripts.filter(({ entity }) => desk.suits(entity, segment));
  if (!all.length) return [];
  const items = all.slice(0, PINS).map((script) =>
    button(
      { class: "call-tile call-tile--script", "data-script": script.entity, title: script.goal, onclick: () => acts.script(script.entity) },
      el("span", null, desk.answers.title(script.entity)),
    ),
  );
  return [section(desk.t("scripts"), el("div", { class: "call-tiles" }, ...items))];
}

/** @param {Desk} desk @param {string} segment @param {Acts} acts */
function* ending(desk, segment, acts) {
  const now = desk.today;
  const live = desk.answers.header.offers.filter(
    (offer) => offer.valid_to && inForce(offer, now) === "now" && desk.suits(offer.entity, segment),
  );
  const left = (/** @type {{valid_to?: string}} */ offer) => daysBetween(now, offer.valid_to ?? now);
  const item = (/** @type {import("../types.d.ts").Header["offers"][number]} */ offer) =>
    el(
      "li",
      null,
      button(
        { class: "call-line", "data-ends": offer.entity, onclick: () => acts.open(offer.entity) },
        el("span", null, desk.answers.title(offer.entity)),
        el("span", { class: "call-dates" }, [offer.price, validity(desk, offer)].filter(Boolean).join(" · ")),
      ),
    );
  const today = live.filter((offer) => left(offer) === 0);
  if (today.length) yield section(desk.t("ends_today"), el("ul", { class: "call-lines call-lines--alarm" }, ...today.map(item)));
  const soon = live.filter((offer) => left(offer) > 0 && left(offer) <= SOON_DAYS);
  if (soon.length) yield section(desk.t("ends_soon"), el("ul", { class: "call-lines" }, ...soon.map(item)));
}

/**
 * What is new since the last visit: what this browser has not seen, here or on a page.
 * @param {Desk} desk @param {string} segment @param {Acts} acts
 */
function news(desk, segment, acts) {
  const { answers, visits } = desk;
  const pieces = answers.header.news;
  if (!pieces.length) return [];
  const fresh = pieces.flatMap((piece) => {
    const unseen = piece.entities
      .map((entity, at) => ({ entity, version: piece.versions[at] }))
      .filter(({ entity, version }) => answers.has(entity) && desk.suits(entity, segment) && visits.isNew(entity, version, piece.landed.slice(0, 10)));
    return unseen.length ? [{ piece, unseen }] : [];
  });
  const items = fresh.slice(0, NEWS_SHOWN).map(({ piece, unseen }) =>
    el(
      "li",
      null,
      button(
        { class: "call-line", "data-change": piece.change, onclick: () => acts.open(unseen[0].entity) },
        el("span", null, piece.title),
        el("span", { class: "call-dates" }, [day(piece.landed, desk.today, desk.language), short(piece.entities.map((each) => answers.title(each)))].join(" · ")),
        el("span", { class: "call-line__why" }, piece.why || desk.t("unexplained")),
      ),
    ),
  );
  const take = () => {
    for (const { entity, version } of fresh.flatMap(({ unseen }) => unseen)) visits.take(entity, version);
    acts.show();
  };
  const all = link(desk.url("changes/"), desk.t("news_all"));
  if (!items.length) return [section(desk.t("news"), el("p", { class: "call-quiet" }, desk.t("news_none"), " ", all))];
  const more = fresh.length - items.length;
  return [
    section(
      desk.t("news"),
      el("ul", { class: "call-lines" }, ...items),
      el("p", { class: "call-quiet" }, more ? `${desk.t("others", { n: more })} · ` : "", all),
      button({ class: "call-button", id: "call-news-read", onclick: take }, desk.t("news_read")),
    ),
  ];
}

/** @param {string[]} titles */
function short(titles) {
  const [first, second, ...rest] = titles;
  return [first, second].filter(Boolean).join(", ") + (rest.length ? ` +${rest.length}` : "");
}

/** @param {Desk} desk @param {Acts} acts */
function recent(desk, acts) {
  const all = desk.store.browser.get("recent", []).filter((each) => desk.answers.has(each));
  if (!all.length) return [];
  const items = all.map((entity) =>
    button({ class: "call-chip", "data-recent": entity, onclick: () => acts.open(entity) }, desk.answers.title(entity)),
  );
  return [section(desk.t("recent"), el("div", { class: "call-chips" }, ...items))];
}

/** Where what was written down goes. @param {Desk} desk */
export function where(desk) {
  const { post: address, issues, paste, keeper } = desk.answers.header.feedback;
  if (address) return desk.t("where_post");
  if (issues) return desk.t("where_issues");
  if (paste) return desk.t("where_paste", { place: paste });
  return keeper ? desk.t("where_keeper", { keeper }) : desk.t("where_nobody");
}

/**
 * «Мои записи», folded: what is in it is loaded after the first key.
 * @param {Desk} desk @param {Acts} acts
 */
function notes(desk, acts) {
  const left = waiting(desk.store).length;
  const inside = () => acts.records?.inside(acts) ?? [];
  const turned = () => {
    acts.unfolded = fold.open;
    if (fold.open && !acts.records) acts.remember().then(() => fold.append(...inside()));
  };
  const fold = el(
    "details",
    { class: "call-fold call-notes", open: acts.unfolded, ontoggle: turned },
    el("summary", null, desk.t("notes") + (left ? ` (${left})` : ""), key("Alt+L")),
    ...inside(),
  );
  return fold;
}
