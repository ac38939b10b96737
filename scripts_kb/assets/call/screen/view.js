/** From the state of the call screen to what is to be seen of it. */

import { aloud, coming, shown } from "../card.js";
import { announce } from "../desk.js";
import { button, el, key, place } from "../dom.js";
import { spoken } from "../spoken.js";
import { day } from "../text.js";
import { complete } from "./arriving.js";
import { home, where } from "./home.js";
import { after, isReply, replied, title } from "./replies.js";
import { NEAREST, SHOWN } from "./searching.js";

/**
 * @import { Desk } from "../desk.js"
 * @import { Screen } from "../screen.js"
 */

/** A card counts as used when it stands this long, ms. */
const DWELL = 4000;

/** @param {Screen} screen */
export function show(screen) {
  const { desk, found, query } = screen;
  const held = document.activeElement;
  const looked = `${found.answered}/${screen.entity}`;
  const moved = looked !== screen.looked;
  screen.looked = looked;
  // A question that was left is not answered by what comes later.
  if (moved && screen.player.sure) screen.player.set(screen.player.run);
  const any = query !== "" && found.hits.length > 0 && !found.doubted;
  const none = query !== "" && !any && found.answered === query;
  const entity = query && !any ? null : screen.entity;
  place("call-home").hidden = Boolean(query || entity || screen.player.run);
  place("player").hidden = Boolean(query || entity || !screen.player.run);
  place("call-nothing").hidden = !none;
  if (!query) place("call-read-as").textContent = "";
  field(screen, any);
  answer(screen, entity, any);
  if (none) place("call-nothing").replaceChildren(...nothing(screen));
  if (!place("call-home").hidden) atRest(screen);
  screen.surround?.(screen);
  place("call-others").replaceChildren(...(any ? others(screen) : []));
  place("call").dataset.mode = query ? "results" : entity ? "card" : screen.player.run ? "player" : "home";
  desk.store.tab.set("screen", {
    query: screen.input.value,
    active: found.chosen?.entity ?? "",
    opened: screen.opened,
    how: screen.how,
  });
  // What had the focus is gone or made anew: the search field takes it back.
  if (!held?.isConnected) screen.input.focus();
  if (moved) top();
  complete(screen);
}

/** What is new begins in sight, however far one has scrolled. */
export function top() {
  place("call").scrollIntoView({ behavior: "instant" });
}

/** @param {Screen} screen @param {boolean} any whether anything was found */
export function field(screen, any) {
  const { found, input, list } = screen;
  input.setAttribute("aria-expanded", String(any));
  list.hidden = !any;
  list.dataset.query = found.answered;
  list.replaceChildren(...(any ? options(screen) : []));
  if (any && found.chosen) input.setAttribute("aria-activedescendant", `call-option-${found.active}`);
  else input.removeAttribute("aria-activedescendant");
}

/** @param {Screen} screen @param {string | null} entity @param {boolean} any whether anything was found */
function answer(screen, entity, any) {
  const { desk, found } = screen;
  const box = place("call-answer");
  const guess = !entity && any && found.guess;
  box.hidden = !entity && !guess;
  box.dataset.entity = entity ?? "";
  clearTimeout(screen.timers.dwell);
  if (!entity) return box.replaceChildren(...(guess ? back(desk) : []));
  if (isReply(entity)) {
    box.removeAttribute("aria-busy");
    return box.replaceChildren(...replied(screen, entity));
  }
  const around = {
    other: !desk.suits(entity, screen.segment ?? ""),
    place: found.hits.length > 1 ? desk.t("place", { n: found.active + 1, of: found.hits.length }) : "",
  };
  const card = desk.answers.card(entity);
  box.setAttribute("aria-busy", String(!card));
  if (!card) {
    // Where nothing more is to come the card was taken out of use while the screen stood open.
    const told = desk.answers.there(entity) ? "gone" : screen.late ? "late" : "coming";
    box.replaceChildren(coming(desk, entity, told, around));
    return;
  }
  const content = shown(desk, card, screen.how, {
    ...around,
    choose: (choice) => screen.turn({ choice }),
    unfold: (more) => screen.turn({ more }),
    open: (entity) => screen.open(entity),
    start: (entity) => screen.script(entity),
    sure: screen.player.sure === card.entity,
    tools: [...tools(screen, card.entity)],
  });
  box.replaceChildren(content, ...(screen.records?.about(card.entity) ?? []));
  if (screen.how.why) {
    const mark = box.querySelector(".call-mark--new") ?? box.querySelector("[data-why]");
    /** @type {HTMLElement | null} */ (mark)?.click();
  }
  screen.timers.dwell = window.setTimeout(() => screen.use(), DWELL);
}

/** What may be said while nobody knows which of the found is meant. @param {Desk} desk */
const back = (desk) => [
  el("p", { class: "call-label", id: "call-guess" }, desk.t("guess"), key("Enter")),
  el("p", { class: "call-say call-phrase" }, desk.t("ask_back")),
];

/** Before the first letter. @param {Screen} screen */
export function atRest(screen) {
  place("call-home").replaceChildren(...home(screen.desk, screen.segment ?? "", screen));
}

// Around an answer --------------------------------------------------------------------------

/** @param {Screen} screen */
function options(screen) {
  const { desk, found, segment } = screen;
  return found.options.map(({ entity }, index) => {
    const other = !desk.suits(entity, segment ?? "");
    const card = desk.answers.card(entity);
    const line = card ? spoken(card).now[0]?.text : isReply(entity) ? after(screen, entity) : "";
    return el(
      "li",
      {
        role: "option",
        id: `call-option-${index}`,
        "data-entity": entity,
        "aria-selected": String(!found.guess && index === found.active),
      },
      index < SHOWN ? key(String(index + 1)) : el("kbd", { "aria-hidden": "true" }),
      el("span", { class: "call-option__title" }, title(screen, entity)),
      other ? el("span", { class: "call-option__for" }, desk.segmentNames(desk.answers.whom(entity))) : null,
      el("span", { class: "call-option__say", "aria-hidden": "true" }, ...aloud(desk, line ?? "")),
    );
  });
}

/** What is folded: variants of the chosen card, and results for other segments. @param {Screen} screen */
function* others(screen) {
  const { desk, found } = screen;
  const variants = (found.chosen?.folded ?? []).filter((each) => desk.answers.has(each));
  if (variants.length) {
    yield el("span", { class: "call-label" }, desk.t("variants"));
    yield* variants.map((each) => button({ class: "call-chip", "data-variant": each, onclick: () => screen.open(each) }, desk.answers.title(each)));
  }
  const { rest } = found;
  if (rest.length) {
    const unfold = () => {
      found.unfolded = true;
      screen.show();
    };
    const names = rest.map(({ entity }) => title(screen, entity)).join(", ");
    yield button({ class: "call-button", id: "call-unfold", title: names, onclick: unfold }, desk.t("others", { n: rest.length }));
  }
  yield button({ class: "call-wrong", id: "call-wrong", onclick: () => screen.note() }, desk.t("wrong"), key("Alt+N"));
}

/** No answer to what is typed. @param {Screen} screen */
function nothing(screen) {
  const { desk, found, query } = screen;
  const { contacts } = desk.answers.header;
  const nearest = found.hits.slice(0, NEAREST);
  return [
    ...(found.doubted ? [el("h2", { class: "call-card__title", id: "call-unsure" }, desk.t("unsure"))] : []),
    button({ class: "call-button call-button--main", id: "call-note", onclick: () => screen.note() }, desk.t("nothing_do"), key("Enter")),
    el("p", { class: "call-quiet" }, `«${query}»`),
    el("p", { class: "call-quiet", id: "call-where" }, where(desk)),
    ...(nearest.length ? [el("h2", { class: "call-label" }, desk.t("nearest"))] : []),
    ...nearest.map(({ entity }, index) =>
      button({ class: "call-button", "data-nearest": entity, onclick: () => screen.choose(index, true) }, title(screen, entity), key(`Alt+${index + 1}`)),
    ),
    ...(contacts.length
      ? [
          el("h2", { class: "call-label" }, desk.t("ask_whom")),
          el("ul", { class: "call-contacts" }, ...contacts.map(({ about, role, channel }) => el("li", null, el("strong", null, about), ` — ${role}. ${channel}`))),
        ]
      : []),
  ];
}

/** What one may do with an open card. @param {Screen} screen @param {string} entity */
function* tools(screen, entity) {
  const { desk } = screen;
  yield button({ class: "call-button", id: "call-copy-answer", onclick: () => screen.copy() }, desk.t("copy"), key("Alt+C"));
  yield button({ class: "call-button", "aria-pressed": String(screen.tally.pinned(entity)), onclick: () => screen.pin() }, desk.t("pin"), key("Alt+P"));
  yield button({ class: "call-button", "aria-pressed": String(screen.how.why), onclick: () => screen.why() }, desk.t("why"), key("Alt+W"));
  if (screen.player.run) yield button({ class: "call-button call-button--main", onclick: () => screen.back() }, desk.t("to_step"), key("Esc"));
}

/** Whom one talks to; the choice has the focus where something in its row had it. @param {Screen} screen */
export function segments(screen) {
  const { desk, segment } = screen;
  const box = place("call-segments");
  const all = [...desk.answers.header.segments, { id: "", title: desk.t("who_all") }];
  const held = document.activeElement;
  box.hidden = all.length < 3;
  box.replaceChildren(
    el("span", { class: segment === null ? "call-who" : "call-who call-who--known", id: "call-who" }, desk.t("who")),
    ...all.map(({ id, title }) =>
      button({ class: "call-chip", "data-segment": id, "aria-pressed": String(segment === id), onclick: () => screen.talk(id) }, title),
    ),
    key("Alt+S"),
  );
  // On a phone the row is wider than the screen.
  const chosen = /** @type {HTMLElement | null} */ (box.querySelector("[aria-pressed=true]"));
  if (chosen) box.scrollLeft = chosen.offsetLeft - box.clientWidth / 2;
  if (!held?.isConnected) chosen?.focus();
}

// Notices -----------------------------------------------------------------------------------

/** @param {Desk} desk @param {boolean} there whether the server answered when it was asked */
export function network(desk, there) {
  const box = place("call-offline");
  box.hidden = navigator.onLine && there;
  const { updated } = desk.answers.header;
  box.textContent = desk.t(navigator.onLine ? "no_server" : "offline", { day: updated ? day(updated, desk.today, desk.language) : "" });
}

/** @param {Desk} desk @param {() => void} apply */
export function updated(desk, apply) {
  place("call-update").replaceChildren(
    el("span", null, desk.t("update")),
    button({ class: "call-button", onclick: apply }, desk.t("update_do")),
  );
  place("call-update").hidden = false;
}

/** Say what a link asked for in vain, for as long as it is not put away. @param {Desk} desk @param {string} text @param {string} name */
export function unknown(desk, text, name) {
  const box = place("call-unknown");
  box.hidden = false;
  box.textContent += `${desk.t(text, { name })} `;
}

/** Show the keys, or put them away. @param {Desk} desk */
export function help(desk) {
  const box = place("call-keys");
  box.hidden = !box.hidden;
  place("call-help").setAttribute("aria-expanded", String(!box.hidden));
  if (!box.hidden) announce(desk.t("keys"));
}
