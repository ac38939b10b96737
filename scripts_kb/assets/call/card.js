/**
 * A card on the screen: what to say large and first, the question to end with, what never to say;
 * the rest is folded.
 */

import { button, el, key, link } from "./dom.js";
import { fitting } from "./offers.js";
import { fresh, lapsed, reason, spoken } from "./spoken.js";
import { breath, day, fill, inForce, pieces } from "./text.js";
import { mark } from "./why.js";

/**
 * @import { Desk } from "./desk.js"
 * @import { Card, Dated, Header, Line, Open, Spoken } from "./types.d.ts"
 */

/**
 * @typedef {object} Acts what a card may ask of the screen
 * @property {(choice: number) => void} choose
 * @property {(more: boolean) => void} unfold
 * @property {(entity: string) => void} open
 * @property {((entity: string) => void) | null} start begin a script
 * @property {boolean} [sure] whether a script was to begin, and a call is under way
 * @property {Node[]} tools what else one may do with the card
 * @property {boolean} [other] whether the card is for others than the customer
 * @property {string} [place] which of the results it is: on half a screen the list is below it
 */

/**
 * @param {Desk} desk
 * @param {Card} card
 * @param {Open} open
 * @param {Acts} acts
 * @returns {DocumentFragment}
 */
export function shown(desk, card, open, acts) {
  const said = spoken(card, open.choice);
  const kind = card.entity.split("/")[0];
  const whole = document.createDocumentFragment();
  const fits = said.facts.find(({ label }) => label === "when")?.text;
  whole.append(head(desk, card, said.answers.length ? fits : undefined, acts));
  whole.append(...alarm(desk, card, [...said.now, ...said.later].map(({ path }) => path)));
  const say = el("div", { class: "call-say" });
  said.now.forEach((line, index) => say.append(...phrase(desk, card, line, open, index === 0)));
  whole.append(say);
  if (said.later.length && open.more) whole.append(later(desk, card, said.later, open));
  if (kind === "offer" || kind === "product") whole.append(...priced(desk, card));
  if (said.next) {
    const [text, ...why] = phrase(desk, card, said.next, open, false);
    const label = el("span", { class: "call-label" }, desk.t("ask_next"));
    whole.append(el("div", { class: "call-next" }, label, text), ...why);
  }
  if (said.never.length) whole.append(never(desk, card, said.never, open));
  const { fit, hidden } = fitting(desk, said.offers);
  if (fit.length) whole.append(offered(desk, fit, acts));
  if (hidden) whole.append(hidden);
  if (kind === "script" && acts.start) {
    const start = acts.start;
    const begin = () => start(card.entity);
    whole.append(button({ class: "call-button call-button--main", onclick: begin }, desk.t(acts.sure ? "start_sure" : "start_script"), key("Enter")));
  }
  if (said.answers.length) whole.append(chooser(desk, said, acts));
  if (open.more || kind === "offer" || kind === "script") whole.append(...details(desk, card, said, acts));
  whole.append(el("div", { class: "call-tools" }, unfold(desk, said, open, acts), ...acts.tools));
  return whole;
}

/**
 * What is known of a card before it is there.
 * @param {Desk} desk
 * @param {string} entity
 * @param {"coming" | "late" | "gone"} told
 * @param {{other?: boolean, place?: string}} around as of a card
 */
export function coming(desk, entity, told, around) {
  const whole = document.createDocumentFragment();
  const { answers } = desk;
  const card = { entity, url: "", value: { title: answers.title(entity), segments: answers.whom(entity) } };
  whole.append(head(desk, card, undefined, around), el("p", { class: `call-quiet call-${told}` }, desk.t(told)));
  return whole;
}

/**
 * @param {Desk} desk
 * @param {Card} card
 * @param {string | undefined} fits when this one of several answers fits
 * @param {{other?: boolean, place?: string}} around
 */
function head(desk, card, fits, { other, place }) {
  const kind = desk.answers.header.kinds[card.entity.split("/")[0]];
  const segments = desk.segmentNames(card.value.segments);
  return el(
    "header",
    { class: "call-card__head" },
    el("h2", { class: "call-card__title" }, card.value.title ?? card.entity),
    place ? el("span", { class: "call-card__place", "aria-hidden": "true" }, place) : null,
    el(
      "span",
      { class: "call-card__kind" },
      fits ?? [kind, !other && segments].filter(Boolean).join(" · "),
      other ? el("strong", { class: "call-card__for" }, ` · ${segments}`) : null,
    ),
  );
}

/**
 * Warn of a price among texts to say that is not one of today.
 * @param {Desk} desk
 * @param {Card} card
 * @param {string[]} paths of the texts
 */
export function* alarm(desk, card, paths) {
  const warning = paths.map((path) => lapsed(card, path, desk.today)).find(Boolean);
  if (!warning) return;
  const values = { title: warning.title, day: day(warning.day, desk.today, desk.language) };
  yield el("p", { class: "call-alarm" }, fill(desk.t(`${warning.state}_warning`), values));
}

/**
 * A text to say, with the mark of its reason and the reason below it.
 * @param {Desk} desk
 * @param {Card} card
 * @param {Line} line
 * @param {Open} open
 * @param {boolean} leading
 * @returns {HTMLElement[]}
 */
function phrase(desk, card, line, open, leading) {
  const isNew = fresh(card, line.path, desk.today, leading);
  // The names of the moves are for learning: in a glance they stand between the words.
  const role = open.more && line.role ? desk.answers.header.labels.role[line.role] : "";
  const text = el(
    "p",
    { class: "call-phrase" },
    role ? el("span", { class: "call-role" }, role) : null,
    ...aloud(desk, line.text),
  );
  if (!reason(card, line.path) || !(isNew || open.why)) return [text];
  const [opener, panel] = mark(desk, card, line.path, wholeText(card, line), isNew);
  text.append(" ", opener);
  return [text, panel];
}

/** The text of a place, uncut. @param {Card} card @param {Line} line */
function wholeText(card, line) {
  const steps = [...line.path.matchAll(/(\w+)(?:\[([^\]]+)\])?/g)];
  /** @type {unknown} */
  let value = card.value;
  for (const [, name, id] of steps) {
    value = /** @type {Record<string, unknown> | undefined} */ (value)?.[name];
    if (id) value = /** @type {{id: string}[] | undefined} */ (value)?.find((each) => each.id === id);
  }
  return typeof value === "string" ? value : line.text;
}

/**
 * A text with its variables filled in by what the call has captured.
 * @param {Desk} desk
 * @param {string} text
 */
export function aloud(desk, text) {
  const names = desk.answers.header.captures;
  return pieces(text, desk.captured, names).map(({ text: piece, variable }) => {
    if (!variable) return piece;
    if (piece) return el("span", { class: "call-captured" }, piece);
    return el("span", { class: "call-variable" }, names[variable]);
  });
}

/**
 * What a screen reader says of texts: one breath of them, as they are read, under their name.
 * @param {Desk} desk
 * @param {string} name
 * @param {{text: string}[]} all
 * @returns {string} "" where there is nothing
 */
export function heard(desk, name, all) {
  const [first] = breath(all.map(({ text }) => text).join(" "));
  return first && `${desk.t(name)}: ${el("p", null, ...aloud(desk, first)).textContent}`;
}

/** @param {Desk} desk @param {Card} card @param {Line[]} lines @param {Open} open */
function later(desk, card, lines, open) {
  const rest = el("div", { class: "call-say call-say--rest" });
  for (const line of lines) rest.append(...phrase(desk, card, line, open, false));
  return rest;
}

/** @param {Desk} desk @param {Spoken} said @param {Open} open @param {Acts} acts */
function unfold(desk, said, open, acts) {
  return button(
    {
      // A text that goes on says so louder than proof that may be needed.
      class: said.later.length && !open.more ? "call-button call-more call-more--text" : "call-button call-more",
      "aria-expanded": String(open.more),
      onclick: () => acts.unfold(!open.more),
    },
    desk.t(open.more ? "less" : "more"),
    key("Alt+M"),
  );
}

/** @param {Desk} desk @param {Card} card @param {Spoken["never"]} all @param {Pick<Open, "more" | "why">} open */
export function never(desk, card, all, open) {
  const list = el("ul", { class: "call-never" });
  for (const each of all) {
    const path = `${each.path}.say`;
    const isNew = fresh(card, path, desk.today);
    const item = el(
      "li",
      null,
      el("span", { class: "call-label call-label--never" }, desk.t("never")),
      el("s", null, ...aloud(desk, each.say)),
      each.instead
        ? el("span", { class: "call-instead" }, el("span", { class: "call-unseen" }, `${desk.t("instead")}: `), ...aloud(desk, each.instead))
        : null,
      each.because && open.more ? el("span", { class: "call-because" }, each.because) : null,
    );
    if (reason(card, path) && (isNew || open.why)) {
      item.append(" ", ...mark(desk, card, path, each.say, isNew));
    }
    list.append(item);
  }
  return list;
}

/** @param {Desk} desk @param {Card} card */
function* priced(desk, card) {
  const dates = validity(desk, card.value);
  if (!card.price && !dates) return;
  yield el(
    "p",
    { class: "call-price" },
    card.price ? el("strong", null, card.price) : null,
    dates ? el("span", { class: "call-dates" }, dates) : null,
  );
}

/**
 * Say until when an offer is in force, as of today.
 * @param {Desk} desk
 * @param {Dated} offer
 */
export function validity(desk, offer) {
  const { valid_from: from, valid_to: to } = offer;
  const state = inForce(offer, desk.today);
  const name = (/** @type {string} */ iso) => day(iso, desk.today, desk.language);
  if (state === "over") return fill(desk.t("over"), { day: name(to ?? "") });
  if (state === "early") return fill(desk.t("since"), { day: name(from ?? "") });
  if (to === desk.today) return desk.t("until_today");
  return to ? fill(desk.t("until"), { day: name(to) }) : "";
}

/** @param {Desk} desk @param {Header["offers"]} offers @param {Acts} acts */
function offered(desk, offers, acts) {
  return el(
    "div",
    { class: "call-offers" },
    el("span", { class: "call-label" }, desk.t("offer")),
    ...offers.map((offer) =>
      button(
        { class: "call-offer", onclick: () => acts.open(offer.entity) },
        el("span", null, desk.answers.title(offer.entity)),
        offer.price ? el("strong", null, offer.price) : null,
        el("span", { class: "call-dates" }, validity(desk, offer)),
      ),
    ),
  );
}

/** @param {Desk} desk @param {Spoken} said @param {Acts} acts */
function chooser(desk, said, acts) {
  return el(
    "div",
    { class: "call-answers", role: "group", "aria-label": desk.t("more_answers") },
    el("span", { class: "call-label" }, desk.t("more_answers"), key("Alt+A")),
    ...said.answers.flatMap((answer, index) =>
      index === said.choice
        ? []
        : [button({ class: "call-chip", onclick: () => acts.choose(index) }, answer.when)],
    ),
  );
}

/**
 * What is folded until it is asked for: proof, what stands behind the words, the card's own page.
 * @param {Desk} desk
 * @param {Card} card
 * @param {Spoken} said
 * @param {Acts} acts
 */
function* details(desk, card, said, acts) {
  const list = el("dl", { class: "call-facts" });
  const tell = (/** @type {string} */ name, /** @type {(Node | string)[]} */ ...content) => {
    list.append(el("dt", null, desk.t(name)), el("dd", null, ...content));
  };
  for (const each of said.proof) {
    const source = each.source ? card.sources?.[each.source] : null;
    const from = source?.url ? link(desk.url(source.url), source.title) : source?.title;
    tell("proof", ...aloud(desk, each.text), ...(from ? [el("span", { class: "call-quiet" }, " — ", from)] : []));
  }
  for (const fact of said.facts) {
    if (fact.label !== "when" || !said.answers.length) tell(fact.label, ...aloud(desk, fact.text));
  }
  const instead = said.instead.map((each) => `product/${each}`).filter((each) => desk.answers.has(each));
  if (instead.length) {
    tell("replace", ...instead.map((each) => button({ class: "call-chip", onclick: () => acts.open(each) }, desk.answers.title(each))));
  }
  if (list.firstChild) yield list;
  yield el("p", { class: "call-quiet" }, link(desk.url(card.url), desk.t("whole_card"), { target: "_blank", rel: "noopener" }));
}
