/**
 * Prices in texts as whoever writes them reads them. They stand in one place and are quoted; an address is for
 * programs.
 *
 *     <product/braziliya.price.list>  ⇄  <Бразилия, 890 ₽>
 */

/** @import { Index, Value } from "./types.d.ts" */

const PLACE = /<[^<>]+>/g;

/** Each kind of space is one to whoever types. @param {string} text */
const plain = (text) => text.replace(/\s+/g, " ");

/** @param {Index["prices"][number]} price */
export const alias = ({ title, says }) => `<${plain(title)}, ${plain(says)}>`;

/**
 * Give a text as it is shown; what could mean two prices stays an address.
 * @param {string} text @param {Index["prices"]} prices
 */
export const shown = (text, prices) =>
  text.replace(PLACE, (place) => {
    const price = prices.find((each) => place === `<${each.name}>`);
    return price && meant(alias(price), prices) === place ? alias(price) : place;
  });

/**
 * Give a text as it is kept.
 * @param {string} text @param {Index["prices"]} prices
 */
export const meant = (text, prices) =>
  text.replace(PLACE, (place) => {
    const found = prices.filter((each) => alias(each) === plain(place));
    return found[0] && found.length === 1 ? `<${found[0].name}>` : place;
  });

/**
 * Give what reads like a price and is none: its words were changed, or the price has been.
 * @param {Value} text @param {Index["prices"]} prices
 */
export const unknown = (text, prices) => (typeof text === "string" ? meant(text, prices).match(PLACE) ?? [] : []).filter((each) => each.includes(", "));
