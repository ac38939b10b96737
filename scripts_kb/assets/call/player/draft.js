/**
 * What is known of a call that no script leads: what came up, words that were noted, a few of one's own.
 * A script that begins takes it along, and so does the end of the call.
 */

import { meet, NONE } from "./run.js";

/**
 * @import { Desk } from "../desk.js"
 * @import { Run } from "../types.d.ts"
 */

/** What came up so long before is of another call, ms. */
const APART = 1_200_000;

export class Draft {
  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    /** Where it is shown. @type {() => void} */
    this.show = () => {};
    this.run = desk.store.tab.get("draft", NONE);
  }

  /** @param {Run} run */
  set(run) {
    this.run = run;
    this.desk.knows(run.captured);
    this.desk.store.tab.set("draft", run);
  }

  /** @param {string} entity that came up */
  meet(entity) {
    const now = new Date();
    const stale = now.getTime() - Date.parse(this.run.started || now.toISOString()) > APART;
    const run = stale && !this.run.comment ? NONE : this.run;
    this.set({ ...meet(run, entity), started: now.toISOString() });
    this.show();
  }

  /** Give what is known, for a run that goes on with it. @returns {Partial<Run>} */
  taken() {
    const { captured, met, noted, comment } = this.run;
    this.set(NONE);
    return { captured, met, noted, comment };
  }
}
