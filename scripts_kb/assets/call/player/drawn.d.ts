// What `trials.js` draws from; a type of its own, for workers know no page.

/** A trial that a call may take part in. */
export interface TrialHeld {
  id: string;
  entity: string;
  /** Of the phrase: names of fields, ids of items. */
  path: string[];
  /** The step of the script; of another card there is none. */
  node?: string;
  /** Both days count. */
  from: string;
  to: string;
  segments?: string[];
  shares: number[];
  variants: { id: string; say: string }[];
}

/** Those of a base, and what is said beside them. */
export interface Trials {
  mark: string;
  all: TrialHeld[];
}
