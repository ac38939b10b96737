/**
 * From a card to what is said: which texts, in which order, where each comes from. No elements
 * here; `card.js` shows what this module gives.
 */

import { breath, BREATH, daysBetween, FRESH_DAYS, inForce, words } from "./text.js";

/** An answer that does not say when it fits is called by its first words, so many. */
const NAMED = 6;

/** @import { Card, Change, Edit, Explained, Fields, Line, Said, Spoken, TextField } from "./types.d.ts" */

/**
 * @param {Card} card
 * @param {number} [choice] which of several answers
 * @returns {Spoken}
 */
export function spoken(card, choice = 0) {
  const value = card.value;
  const kind = card.entity.split("/")[0];
  const answers = value.answers ?? [];
  const place = kind === "objection" && answers.length ? choice % answers.length : 0;
  /** @type {Said & Fields} */
  const answer = kind === "objection" ? (answers[place] ?? {}) : value;
  const at = answer.id && kind === "objection" ? `answers[${answer.id}].` : "";
  const [now, later] = inOneBreath(lines(kind, answer, at));
  return {
    now,
    later,
    next: answer.next_question
      ? { path: `${at}next_question`, text: answer.next_question }
      : null,
    never: (value.do_not_say ?? []).map((each) => ({
      ...each,
      path: `do_not_say[${each.id}]`,
    })),
    proof: (answer.proof ?? []).map((each) => ({
      ...each,
      path: `${at}proof[${each.id}].text`,
    })),
    facts: facts(kind, answer, at),
    answers:
      kind === "objection" && answers.length > 1
        ? answers.map(({ id = "", when, say = "" }) => ({ id, when: when ?? (breath(say, NAMED)[0] || id) }))
        : [],
    choice: place,
    offers: value.offers ?? [],
    instead: value.replaces ?? [],
  };
}

/** The field that is said, by kind. @type {Record<string, TextField>} */
const SAYS = { objection: "say", question: "answer", offer: "promise", product: "says" };

/** @param {string} kind @param {Fields} from @param {string} at @returns {Line[]} */
function lines(kind, from, at) {
  if (from.steps?.length) {
    return from.steps.map((step) => ({
      path: `${at}steps[${step.id}].say`,
      text: step.say ?? "",
      role: step.role,
    }));
  }
  if (kind === "script") {
    const node = (from.nodes ?? []).find((each) => each.id === from.entry);
    return node?.say ? [{ path: `nodes[${node.id}].say`, text: node.say }] : [];
  }
  const field = SAYS[kind];
  const text = field && from[field];
  return text ? [{ path: at + field, text }] : [];
}

/**
 * Divide lines where 25 words end; a dialogue is divided between moves.
 * @param {Line[]} all
 * @returns {[Line[], Line[]]}
 */
function inOneBreath(all) {
  let left = BREATH;
  for (const [index, line] of all.entries()) {
    left -= words(line.text);
    if (left >= 0) continue;
    if (index > 0) return [all.slice(0, index), all.slice(index)];
    const [first, rest] = breath(line.text);
    return [[{ ...line, text: first }], [{ ...line, text: rest }, ...all.slice(1)]];
  }
  return [all, []];
}

/** What else of a card is told, by kind: the name of its text, the field. @type {Record<string, Record<string, TextField>>} */
const FACTS = {
  objection: { when: "when", concern: "true_concern", technique: "technique" },
  question: {},
  script: { goal: "goal" },
  offer: { terms: "terms", discount: "discount_limits" },
  product: {},
};

/** @param {string} kind @param {Fields} from @param {string} at */
function facts(kind, from, at) {
  const hints = (from.hints ?? []).map(({ id, say }) => ({ label: "hint", path: `${at}hints[${id}].say`, text: say }));
  const told = Object.entries(FACTS[kind] ?? {}).flatMap(([label, field]) => {
    const text = from[field];
    return text ? [{ label, path: at + field, text }] : [];
  });
  return [...hints, ...told];
}

/**
 * What goes to the clipboard: the whole answer with its question.
 * @param {Card} card
 * @param {number} [choice]
 */
export function copied(card, choice = 0) {
  const { now, later, next } = spoken(card, choice);
  const all = [...now];
  for (const line of later) {
    const last = all.at(-1);
    if (last && last.path === line.path) all[all.length - 1] = { ...last, text: `${last.text} ${line.text}` };
    else all.push(line);
  }
  return [...all.map((line) => line.text), ...(next ? [next.text] : [])].join("\n");
}

/**
 * Find the change that set a text.
 * @param {Explained} card
 * @param {string} path
 * @returns {{change: Change, edits: Edit[]} | null}
 */
export function reason(card, path) {
  const found = card.why?.[path];
  const change = found && card.changes?.[found[0]];
  return found && change ? { change, edits: /** @type {Edit[]} */ (found.slice(1)) } : null;
}

/**
 * Tell whether a text is marked as new: it changed within 14 days. Of a card that is new as a whole
 * only its first text is marked, and none of a base that was new as a whole: a mark at every line
 * would say nothing.
 * @param {Explained} card
 * @param {string} path
 * @param {string} now
 * @param {boolean} [leading] whether it is the first text
 */
export function fresh(card, path, now, leading = false) {
  const change = reason(card, path)?.change;
  if (!change || daysBetween(change.landed, now) > FRESH_DAYS) return false;
  return change.kind !== "added" || (leading && !change.bulk);
}

/**
 * Find what is wrong with a quoted price today.
 * @param {Card} card
 * @param {string} path
 * @param {string} now
 * @returns {{state: "early" | "over", title: string, day: string} | null}
 */
export function lapsed(card, path, now) {
  const offer = card.expires?.[path];
  const state = offer ? inForce(offer, now) : "now";
  if (!offer || state === "now") return null;
  const day = state === "over" ? offer.valid_to : offer.valid_from;
  return { state, title: offer.title, day: day ?? "" };
}
