/**
 * What the pages do in a browser, each in a module of its own. Without JavaScript every page still
 * reads in full: reasons are links, lists are unfiltered, dates stand in words.
 */
import { showReasons } from "./why.js";
import { dateIn, keepToday } from "./today.js";
import { showNews } from "./seen.js";
import { offerAnswers } from "./answering.js";
import { filterLists } from "./filter.js";
import { offerCopies } from "./copying.js";
import { askThePast } from "./dated.js";
import { offerSearch } from "./find.js";
import { dealCards, offerPrint } from "./flash.js";
import { markDays } from "./path.js";
import { openDrawer } from "./drawer.js";

offerSearch();
openDrawer();

const page = document.querySelector(".kb");
if (page instanceof HTMLElement) {
  showReasons(page);
  keepToday(page);
  filterLists(page);
  showNews(page, dateIn(page.dataset.zone ?? ""));
  dealCards(page, dateIn(page.dataset.zone ?? ""));
  markDays(page, dateIn(page.dataset.zone ?? ""));
  offerPrint(page);
  offerAnswers(page, dateIn(page.dataset.zone ?? ""));
  offerCopies(page);
  askThePast(page);
}
