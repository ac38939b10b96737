/** The edits of a form as their author reads them before they are sent. */

import { make } from "./controls.js";
import { shown } from "./prices.js";
import { brief, map } from "./values.js";
import { compared } from "./words.js";

/** @import { Around } from "./controls.js" */
/** @import { Shape, Told, Value } from "./types.d.ts" */

/**
 * @param {readonly Told[]} told @param {Around} around
 * @returns {HTMLElement[]} one for each edit
 */
export const tell = (told, around) =>
  told.map(({ edit, trail, shape, zone }) => {
    const { texts } = around;
    const line = make("p", {});
    if (edit.op === "material") line.append(`${texts.file}: ${edit.path.replace("materials/", "")}`);
    else if (edit.op === "archive") line.append(around.card.named.length ? `${texts.unlinks} ${around.card.named.join(", ")}` : (texts.unlinked ?? ""));
    else if (edit.op === "move") line.append(`${texts.moved}: ${Number(edit.before) + 1} → ${Number(edit.after) + 1}`);
    else {
      const before = spelled(edit.before, shape, around), after = spelled(edit.after, shape, around);
      for (const { mark, text } of compared(before, after)) line.append(mark ? make(mark, {}, text) : text);
    }
    const who = around.card.zones.find((each) => each.id === zone)?.approvals ?? [];
    const agreed = who.length ? [make("p", { class: "kb-edit-help" }, `${texts.agrees}: ${who.join(", ")}`)] : [];
    return make("li", {}, make("strong", {}, trail.join(" › ")), line, ...agreed);
  });

/**
 * Write a value as its form shows it.
 * @param {Value} value @param {Shape} shape @param {Around} around @returns {string}
 */
export function spelled(value, shape, around) {
  if (value === null) return "";
  if (Array.isArray(value)) return value.map((each) => spelled(each, shape.item ?? shape, around)).join(", ");
  if (map(value)) {
    const fields = shape.fields ?? [];
    return fields.filter((each) => each.name !== "id" && value[each.name] !== undefined)
      .map((each) => `${each.label[around.language]}: ${spelled(value[each.name] ?? null, each, around)}`).join("\n");
  }
  if (shape.form === "date" && around.language === "ru") return brief(value).split("-").reverse().join(".");
  if (typeof value === "boolean") return around.texts[value ? "yes" : "no"] ?? "";
  const choice = shape.choices?.find((each) => each.value === value);
  if (choice) return choice[around.language] ?? choice.value;
  const { index } = around.card;
  const named = index.names[shape.to ?? ""]?.find((each) => each.id === value)
    ?? index.entities.find((each) => shape.to === "any" ? each.entity === value : each.kind === shape.to && each.id === value);
  return named?.title ?? shown(brief(value), index.prices);
}
