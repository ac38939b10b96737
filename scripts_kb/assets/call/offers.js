/** What to offer: in force today and for whom one talks to; what is left out is named with whom it is for. */

import { el } from "./dom.js";
import { inForce } from "./text.js";

/**
 * @import { Desk } from "./desk.js"
 * @import { Header } from "./types.d.ts"
 */

/**
 * @param {Desk} desk
 * @param {string[] | undefined} ids of offers
 * @returns {{fit: Header["offers"], hidden: HTMLElement | null}} those to show, and a line about the others
 */
export function fitting(desk, ids) {
  const current = (ids ?? []).flatMap((id) => desk.answers.offer(`offer/${id}`) ?? []).filter((offer) => inForce(offer, desk.today) === "now");
  const fits = ({ entity = "" }) => desk.suits(entity, desk.segment);
  const others = current.filter((offer) => !fits(offer)).map(({ entity }) => `«${desk.answers.title(entity)}» (${desk.segmentNames(desk.answers.whom(entity))})`);
  const hidden = others.length ? el("p", { class: "call-quiet", "data-hidden": others.length }, desk.t("offer_hidden", { list: others.join(", ") })) : null;
  return { fit: current.filter(fits), hidden };
}
