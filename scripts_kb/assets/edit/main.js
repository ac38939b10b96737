/**
 * The page `/edit/?entity=objection/dorogo`, or `?new=objection`: a card as a form; with `&why=COMMIT` the
 * questions of a reason alone. What is typed is kept in this browser at once, so that a closed tab costs nobody a word;
 * nothing leaves it before its author sends it.
 */

import { open as opened } from "../call/memory/store.js";
import { first, making } from "./begun.js";
import { make } from "./controls.js";
import { stale } from "./dates.js";
import { edits } from "./edits.js";
import { ending, toEnd } from "./ending.js";
import { faults } from "./faults.js";
import { agreeing, fieldsOf, mainly, phrasesFirst } from "./form.js";
import { Files } from "./handing.js";
import { commit, LATER, telling } from "./later.js";
import { shown } from "./prices.js";
import { answered, asked, CLASSES, weighed } from "./reason.js";
import { Requesting, today } from "./request.js";
import { open } from "./source.js";
import { tell } from "./told.js";
import { canonical, map, same } from "./values.js";
import { named as step, way } from "./way.js";

/** @import { Around } from "./controls.js" */
/** @import { Source } from "./source.js" */
/** @import { Draft, Edit, Field, Sent, Texts, Value } from "./types.d.ts" */

const page = document.querySelector("[data-edit]");
if (page instanceof HTMLElement) void begin(page);

/** @param {HTMLElement} page */
async function begin(page) {
  const texts = /** @type {Texts} */ (JSON.parse(page.dataset.texts ?? "{}"));
  const language = page.lang === "en" ? "en" : "ru";
  const root = new URL(page.dataset.root ?? "./", location.href);
  const asked = new URLSearchParams(location.search);
  const entity = asked.get("entity") ?? asked.get("new") ?? "";
  const state = make("p", { role: "status" }, texts.loading ?? "");
  page.append(state);
  try {
    const source = await open(root, entity);
    state.textContent = "";
    show(page, source, entity, { texts, language, root, words: asked.get("words") === "asked" ? askedInCall(root) : "", landed: entity.includes("/") ? commit(asked.get("why")) : "" });
  } catch {
    state.textContent = texts.absent ?? "";
  }
}

/** What the call screen of this tab was asked last. @param {URL} root */
const askedInCall = (root) => {
  const { query } = opened(root.pathname).tab.get("screen", { query: "", active: "", opened: null, how: { choice: 0, more: false, why: false } });
  return query.trim();
};

/**
 * @param {HTMLElement} page @param {Source} source @param {string} entity
 * @param {{ texts: Texts, language: "ru" | "en", root: URL, words: string, landed: string }} known
 */
function show(page, source, entity, { texts, language, root, words, landed }) {
  const { card } = source;
  const isNew = !entity.includes("/");
  // Why a landed change was made is told once: as with a new card, nothing is left to edit afterwards.
  const isOnce = isNew || landed !== "";
  const name = landed ? `${entity} ${landed}` : entity;
  if (isNew) card.value = first(card.kind, words);
  const files = new Files(root, card.index.materials);
  const memory = opened(root.pathname).browser;
  const found = memory.get("edits", /** @type {{ [entity: string]: Draft }} */ ({}))[name];
  const kept = map(found?.base) && map(found?.value) && map(found?.reason) ? found : undefined;
  /** @type {Draft} */
  const draft = kept ?? { base: structuredClone(card.value), value: structuredClone(card.value), reason: {} };
  const named = (/** @type {Field} */ each) => each.label[language] ?? each.name;
  const deed = landed ? texts.why : isNew ? texts.new : texts.title;
  const requesting = source.sending && !source.write ? new Requesting(source.sending, texts, root, named) : null;
  let picked = "";

  /** @param {Draft | undefined} now */
  const keep = (now) => {
    const { [name]: _, ...others } = memory.get("edits", /** @type {{ [entity: string]: Draft }} */ ({}));
    return memory.set("edits", now ? { ...others, [name]: now } : others);
  };
  /** @param {string} name */
  const label = (name) => card.kind.fields?.find((each) => each.name === name)?.label[language] ?? "";
  const told = () => {
    if (landed) return telling(card, entity, landed, answered(draft.reason, card.change, weight()), today());
    const handed = files.told(label("materials"));
    if (isNew) return [...handed, ...making(card, entity, draft.value)];
    const found = edits(entity, card.kind, draft.base, draft.value, named);
    for (const each of found) each.trail = each.trail.map((step) => shown(step, card.index.prices));
    if (!draft.archived) return [...handed, ...found];
    return [...handed, ...found.filter(({ edit }) => edit.path !== "status"), ending(entity, card, draft, label("status"))];
  };
  /** @returns {string} */
  const weight = () => picked || (landed ? "tactical" : weighed(told()));

  const said = make("p", { role: "status", class: "kb-edit-said" });
  const wrong = make("ul", { class: "kb-edit-wrong" });
  const list = make("ul", { class: "kb-edit-told" });
  const questions = make("div", { class: "kb-edit-asked" });
  const weights = make("fieldset", { class: "kb-edit-group" }, make("legend", {}, texts.weight ?? ""));
  const review = make("section", { "aria-labelledby": "kb-edit-review" }, make("h2", { id: "kb-edit-review" }, texts.review ?? ""), list);
  const dated = make("ul", { class: "kb-edit-days" });
  review.append(dated);
  if (card.reaches.length) review.append(make("p", { class: "kb-edit-help" }, `${texts.reaches} (${card.reaches.length}): ${card.reaches.join(", ")}`));
  const outline = make("details", { class: "kb-edit-more" }, make("summary", {}, texts.way ?? ""));
  outline.setAttribute("open", "");

  const changed = () => {
    if (!keep(draft)) said.textContent = texts.unkept ?? "";
    look();
  };
  /** @type {Around} */
  const around = { card, texts, language, changed, nodes: () => steps(draft.value.nodes), files, zone: mainly(card.kind.fields ?? []) };
  /** @type {Around} */
  const asking = { ...around, changed: () => void (keep(draft) || (said.textContent = texts.unkept ?? "")) };

  const outcomes = card.kind.fields?.find((each) => each.name === "nodes")?.item?.fields?.find((each) => each.name === "outcome")?.choices;
  /** @param {Value} value */
  const outcome = (value) => outcomes?.find((each) => each.value === value)?.[language] ?? String(value);
  let asks = "";
  const ask = () => {
    const now = weight();
    for (const each of weights.querySelectorAll("input")) each.checked = each.value === now;
    if (now === asks) return;
    asks = now;
    const place = { get: () => draft.reason, set: (/** @type {Value | undefined} */ value) => void (map(value) && (draft.reason = value)) };
    const fields = asked(card.change, now);
    // What has to be picked stands there to be picked at once.
    for (const each of fields) if (each.form === "list" && each.required) draft.reason[each.name] ??= [null];
    // Each question stands open: a fold would let a reason be forgotten.
    questions.replaceChildren(...fields.map((each) => fieldsOf([{ ...each, required: true }], place, asking)));
  };
  const look = () => {
    const now = told();
    weights.hidden = questions.hidden = send.hidden = now.length === 0;
    review.hidden = now.length === 0 || landed !== "";
    saving.hidden = !requesting || send.hidden;
    again.hidden = send.hidden && !draft.link;
    if (requesting) {
      requesting.box.hidden = send.hidden;
      requesting.look(draft);
    }
    list.replaceChildren(...(landed ? [] : tell(now, around)));
    const days = isOnce ? [] : stale(card.kind, draft.base, draft.value, language, named);
    dated.hidden = !days.length;
    dated.replaceChildren(...days.map(({ trail, said, fresh }) => make("li", {}, make("strong", {}, trail.join(" › ")), `: ${texts.old_day} «${said}». ${texts.new_day} «${fresh}»`)));
    outline.hidden = !Array.isArray(draft.value.nodes) || landed !== "";
    if (!outline.hidden) outline.replaceChildren(...[...outline.children].slice(0, 1), way(draft.value, texts, outcome));
    wrong.replaceChildren();
    if (now.length) ask();
    // What was answered has been sent: the next edit is asked anew.
    else asks = "";
  };

  for (const each of landed ? LATER : CLASSES) {
    const input = make("input", { type: "radio", name: "weight", value: each });
    input.addEventListener("change", () => {
      picked = each;
      ask();
    });
    weights.append(make("label", {}, input, make("span", {}, texts[each] ?? "")));
  }

  const send = make("button", { type: "button", class: "kb-button kb-edit-send" }, (source.write ? texts.write : requesting ? texts.send : texts.download) ?? "");
  const saving = make("button", { type: "button", class: "kb-button" }, texts.download ?? "");
  const again = make("button", { type: "button", class: "kb-button" }, texts.again ?? "");
  again.addEventListener("click", () => {
    if (!confirm(texts.sure)) return;
    keep(undefined);
    location.reload();
  });

  const form = make("form", { class: "kb-edit-form" });
  form.setAttribute("novalidate", "");
  const place = { get: () => draft.value, set: (/** @type {Value | undefined} */ value) => void (map(value) && (draft.value = value)) };
  const fields = card.kind.fields ?? [];
  const end = isOnce ? null : toEnd(entity, draft, texts, changed);
  const past = make("p", { class: "kb-edit-help" }, `${texts.why_help} `, make("a", { href: new URL(`${card.kind.folder}/${entity.split("/")[1]}/#past`, root).href }, texts.why_past ?? ""));
  const agreed = agreeing(around.zone, around);
  if (agreed && !landed) form.append(make("p", { class: "kb-edit-help" }, `${agreed} ${texts.agrees_else ?? ""}`));
  form.append(landed ? past : fieldsOf(isNew ? fields : phrasesFirst(fields), place, around, isNew ? card.kind.begins : []), outline, ...(end ? [make("p", {}, end)] : []), review, weights, questions, ...(requesting ? [requesting.box] : []), ...(source.overheard ? [make("p", { class: "kb-edit-help" }, texts.overheard ?? "")] : []), make("div", { role: "alert" }, wrong), make("p", { class: "kb-tools" }, send, saving, again), said);
  // Enter in a line ends the line, it hands nothing in.
  form.addEventListener("submit", (event) => event.preventDefault());
  /** The sheet, as far as nothing keeps it from being handed in. */
  const sheet = () => {
    const reason = answered(draft.reason, card.change, weight());
    const required = asked(card.change, weight()).filter((each) => each.required && !(each.name in reason));
    const problems = [
      ...(landed ? [] : faults(card.kind, draft.value, named, texts, card.index.prices)),
      ...required.map((each) => `${named(each)}: ${texts.missing}`),
    ];
    wrong.replaceChildren(...problems.map((each) => make("li", {}, each)));
    // Where a question is all that is left one goes on there.
    const left = problems.length === required.length ? questions.querySelector(":is(input, textarea):invalid") : null;
    if (left instanceof HTMLElement) left.focus();
    // What is told of a landed change is a file of its own, it has no reason beside it.
    return problems.length ? null : { version: 1, edits: told().map((each) => each.edit), reason: landed ? {} : reason };
  };
  const handOn = () => {
    const made = sheet();
    if (!made) return;
    save(JSON.stringify(made, null, 1));
    said.textContent = texts.downloaded ?? "";
  };
  saving.addEventListener("click", handOn);
  send.addEventListener("click", async () => {
    if (!source.write && !requesting) return handOn();
    const made = sheet();
    if (!made || send.getAttribute("aria-disabled") === "true") return;
    // Once is enough, whoever presses twice.
    send.setAttribute("aria-disabled", "true");
    await (source.write ? write(source.write, made) : request(made));
    send.removeAttribute("aria-disabled");
  });

  /** @param {{ edits: Edit[], reason: { [name: string]: Value } }} sheet */
  const request = async ({ reason }) => {
    if (!requesting) return;
    said.textContent = texts.sending_now ?? "";
    const known = { kinds: source.kinds, index: card.index, naming: card.naming };
    const subject = isNew ? draft.value.title : card.value.title;
    const why = answered(draft.reason, card.change, weight());
    const letter = { told: told(), reason, why, known, title: `${deed}: ${subject ?? entity}`, change: card.change };
    const sent = await requesting.send(draft, letter, () => keep(draft)).catch((error) => {
      console.warn(error);
      return /** @type {Sent} */ ({ said: "other", conflicts: [], link: "", branch: "" });
    });
    said.textContent = sent ? "" : (texts.give_token ?? "");
    if (!sent) return;
    wrong.replaceChildren(...(sent.said === "sent" ? [] : requesting.told(sent, around).map((each) => make("li", {}, each))));
    if (sent.said === "sent") done(sent.link);
    else requesting.look(draft);
  };
  /** @param {string} link of the request */
  const done = (link) => {
    draft.base = structuredClone(draft.value);
    draft.reason = {};
    draft.archived = false;
    files.clear();
    keep(isOnce ? undefined : draft);
    if (isOnce) form.replaceChildren(said);
    else look();
    tellLink(link);
    // The button that was pressed is gone: whoever is at the keyboard goes on where the request is.
    said.querySelector("a")?.focus();
  };
  /** @param {string} link */
  const tellLink = (link) => said.replaceChildren(`${texts.sent} `, link ? make("a", { href: link, target: "_blank", rel: "noopener" }, texts.open_request ?? "") : "");

  /** @param {NonNullable<Source["write"]>} to @param {{ edits: Edit[] }} sheet */
  const write = async (to, sheet) => {
    try {
      const done = await to(sheet);
      wrong.replaceChildren(...done.problems.map((each) => make("li", {}, each)));
      if (done.problems.length) return;
      keep(undefined);
      draft.base = structuredClone(draft.value);
      draft.reason = {};
      draft.archived = false;
      files.clear();
      said.textContent = `${texts.written} ${done.written.join(", ")}`;
      if (landed) return form.replaceChildren(said);
      const made = isNew ? sheet.edits.find((each) => each.op === "new")?.entity : "";
      if (made) {
        form.replaceChildren(said, make("p", {}, make("a", { href: new URL(`${card.kind.folder}/${made.slice(entity.length + 1)}/`, root).href }, texts.open ?? "")));
      } else look();
    } catch {
      said.textContent = texts.unsent ?? "";
    }
  };

  const title = isNew ? card.kind.label[language] : card.value.title;
  const heading = page.querySelector("h1");
  if (heading) heading.textContent = `${deed}: ${title ?? entity}`;
  document.title = heading?.textContent ?? document.title;
  page.append(form);
  look();
  const isSame = same(canonical(draft.base), canonical(card.value));
  if (kept?.link && isSame && !told().length) keep(undefined);
  else if (kept?.link && !told().length) tellLink(kept.link);
  else if (kept) said.textContent = (isSame || kept.link || landed ? texts.kept : texts.older) ?? "";
}

/** @param {Value | undefined} nodes of a script @returns {[string, string][]} */
const steps = (nodes) =>
  (Array.isArray(nodes) ? nodes : []).flatMap((each) =>
    map(each) && typeof each.id === "string" ? [[each.id, step(each)]] : [],
  );

/** @param {string} text */
function save(text) {
  const address = URL.createObjectURL(new Blob([`${text}\n`], { type: "application/json" }));
  const link = make("a", { href: address, download: "EDITS.json" });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(address);
}
