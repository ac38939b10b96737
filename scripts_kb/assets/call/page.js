/** The player on the page of a script: no search beside it, the cards open in its place. */

import { load } from "./answers.js";
import { shown } from "./card.js";
import { copied } from "./spoken.js";
import { Desk, flash, later } from "./desk.js";
import { button, copy, el, foreign, held, key, link } from "./dom.js";
import { Player, underWay } from "./player/player.js";
import { open } from "./memory/store.js";
import { installable, watch } from "./update.js";

/** @import { Open, Start } from "./types.d.ts" */

/** @param {Start} at */
export async function start(at) {
  const place = document.getElementById("player");
  if (!place) return;
  installable(at.root);
  const desk = new Desk(await load(new URL("answers.json", at.data), at.answers), at.root, open(at.root.pathname));
  if (desk.answers.header.trials) (await import("./player/trials.js")).hold(desk);
  const entity = place.dataset.entity ?? "";
  const kept = desk.store.tab.get("page", null)?.opened?.entity ?? "";
  await desk.answers.need([entity, kept, ...underWay(desk.store)]);
  if (!desk.answers.card(entity)) return;
  const page = new Page(place, desk, entity);
  await page.player.load();
  page.show();
  // A link to a step below is read there.
  if (!location.hash && document.activeElement === document.body) page.hold();
  watch(at, () => !page.player.run, (apply) => page.updated(apply));
}

class Page {
  /** @param {HTMLElement} place @param {Desk} desk @param {string} entity the script */
  constructor(place, desk, entity) {
    this.place = place;
    this.desk = desk;
    this.entity = entity;
    this.step = el("section", { class: "call-player", hidden: true });
    this.card = el("section", { class: "call-answer", hidden: true, "aria-label": desk.t("answer") });
    this.foot = el("p", { class: "call-quiet" });
    /** Says that there is a new version. */
    this.mark = el("p", { class: "call-quiet" });
    place.classList.add("call");
    place.tabIndex = -1;
    place.role = "group";
    place.ariaLabel = desk.answers.title(entity);
    place.replaceChildren(
      el("div", { id: "call-flash", class: "call-flash", hidden: true }),
      this.step,
      this.card,
      this.foot,
      this.mark,
      el("div", { id: "call-status", class: "call-unseen", role: "status" }),
    );
    this.player = new Player(this.step, desk, { open: (each) => this.open(each), close: null, moved: () => this.#top(), give: null });
    const { run, spare } = this.player;
    // Whom the call is with, where the script is for them.
    const whom = desk.answers.whom(entity);
    const chosen = desk.store.tab.get("segment", "");
    desk.segment = whom.length === 1 ? whom[0] : whom.includes(chosen) ? chosen : "";
    const own = run?.trail.some(({ script }) => script === entity);
    /** Whether another call is under way, and nobody has said yet what is to become of it. */
    this.asking = !own && !spare;
    if (!own && spare) this.player.begin(entity);
    /** @type {(Open & {entity: string}) | null} */
    this.opened = null;
    // A reload goes on where the call is: at the card that stands before the step.
    const kept = desk.store.tab.get("page", null);
    if (own && kept?.script === entity && desk.answers.card(kept.opened.entity)) this.opened = kept.opened;
    window.addEventListener("keydown", (event) => this.key(event), true);
    place.addEventListener("click", () => this.hold());
  }

  /**
   * Take the focus, unless something of the player has it: bare keys are the player's only while it
   * is there. What was pressed may be gone with its step.
   */
  hold() {
    const active = document.activeElement;
    if (!this.place.contains(active) || !active?.checkVisibility()) this.place.focus({ preventScroll: true });
  }

  show() {
    const { desk, opened } = this;
    desk.store.tab.set("page", opened && { script: this.entity, opened });
    const card = opened && desk.answers.card(opened.entity);
    this.card.hidden = !card && !this.asking;
    this.step.hidden = !this.card.hidden;
    const more = this.card.contains(document.activeElement) && document.activeElement?.matches(".call-more");
    if (card && opened) {
      this.card.replaceChildren(
        button({ class: "call-button", onclick: () => this.close() }, desk.t("to_step"), key("Esc")),
        shown(desk, card, opened, {
          choose: (choice) => this.open(card.entity, { ...opened, choice }),
          unfold: (more) => this.open(card.entity, { ...opened, more }),
          open: (entity) => this.open(entity),
          start: null,
          tools: [],
        }),
      );
      if (more) /** @type {HTMLElement | null} */ (this.card.querySelector(".call-more"))?.focus();
    } else if (this.asking) {
      const go = (/** @type {boolean} */ anew) => () => {
        this.asking = false;
        if (anew) this.player.begin(this.entity);
        this.close();
      };
      const title = desk.answers.title(this.player.run?.trail[0].script ?? "");
      this.card.replaceChildren(
        el("p", null, desk.t("under_way", { title })),
        button({ class: "call-button call-button--main", onclick: go(false) }, desk.t("keep_call")),
        " ",
        button({ class: "call-button", onclick: go(true) }, desk.t("start_script")),
      );
    } else {
      this.player.render();
    }
    const call = `?script=${encodeURIComponent(this.entity.slice("script/".length))}`;
    // A call that is under way goes on there; a link with a script begins it anew.
    const onclick = (/** @type {Event} */ event) => {
      if (!this.player.spare) /** @type {HTMLAnchorElement} */ (event.currentTarget).search = "";
    };
    this.foot.replaceChildren(link(desk.url("./") + call, desk.t("open_on_call"), { onclick }));
  }

  /** @param {string} entity @param {Partial<Open>} [how] */
  open(entity, how = {}) {
    if (later(this.desk, entity, () => this.open(entity, how))) return;
    this.opened = { entity, choice: 0, more: false, why: false, ...how };
    this.desk.visits.see(entity, this.desk.answers.card(entity)?.meant ?? 0);
    this.show();
  }

  close() {
    this.opened = null;
    this.show();
    this.player.tell();
  }

  /** The talk is over: the open card gives way to its end. */
  end() {
    this.close();
    this.player.end();
  }

  /** A step that was scrolled away begins in sight. */
  #top() {
    const { top } = this.step.getBoundingClientRect();
    if (top < 0) this.step.scrollIntoView({ behavior: "instant" });
  }

  /** @param {() => void} apply */
  updated(apply) {
    this.mark.replaceChildren(this.desk.t("update"), " ", button({ class: "call-button", onclick: apply }, this.desk.t("update_do")));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
    const pressed = target.closest("button, a, summary") !== null && event.code === "Enter";
    const inside = typing && !this.step.contains(target);
    if (inside || foreign(event) || event.shiftKey) return;
    const free = !typing && this.place.contains(target);
    if (held(event, free) || this.#own(event, free) || (!this.step.hidden && this.player.key(event, free && !pressed))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.hold();
    }
  }

  /** @param {KeyboardEvent} event @param {boolean} free whether bare keys are the player's */
  #own({ code, altKey }, free) {
    const { opened } = this;
    if (!opened) return false;
    if (code === "Escape" || (code === "Backspace" && free)) this.close();
    else if (altKey && code === "KeyW") this.open(opened.entity, { ...opened, why: !opened.why });
    else if (altKey && code === "KeyM") this.open(opened.entity, { ...opened, more: !opened.more });
    else if (altKey && code === "KeyA") this.open(opened.entity, { ...opened, choice: opened.choice + 1 });
    else if (altKey && code === "KeyC") this.copy();
    else if (altKey && code === "KeyQ") this.end();
    else return false;
    return true;
  }

  async copy() {
    const card = this.opened && this.desk.answers.card(this.opened.entity);
    if (card) flash(this.desk.t((await copy(copied(card, this.opened?.choice))) ? "copied" : "not_copied"));
  }
}
