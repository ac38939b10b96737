/** What the form is made of: the contract of `kb forms`, as scripts_kb/forms/contract.py writes it. */

export type Value = null | boolean | number | string | Value[] | { [name: string]: Value };

/** What a parser of YAML reads, before anybody knows what it means. */
export type Raw = null | string | Raw[] | { [name: string]: Raw };

/** A text in the languages that are published: with a site, in that of its base alone. */
export type Said = { ru?: string; en?: string };

export interface Choice extends Said {
  value: string;
}

export interface Shape {
  form: string;
  choices?: Choice[];
  to?: string;
  item?: Shape;
  key?: string;
  fields?: Field[];
  least?: number;
}

export interface Field extends Shape {
  name: string;
  label: Said;
  help?: Said;
  required?: boolean;
  lines?: boolean;
  /** What is done with it: `spoken` is said to customers. */
  use?: string;
  zone?: string;
}

export interface Kind extends Shape {
  label: Said;
  /** The folder of its pages. */
  folder?: string;
  /** Whether cards of it may be begun. */
  new?: boolean;
  /** The fields that a new card of it is begun with. */
  begins?: string[];
}

export interface Zone {
  id: string;
  title: string;
  approvals: string[];
}

export interface Named {
  id: string;
  title: string;
}

export interface Index {
  entities: { entity: string; id: string; kind: string; title: string; status: string; path: string }[];
  names: { [to: string]: Named[] };
  /** What texts may quote: its address, whose it is, and what is read there. */
  prices: { name: string; title: string; says: string }[];
  materials: string[];
}

/** All that is known of a card when its form is made. */
export interface Card {
  kind: Kind;
  change: Kind;
  zones: Zone[];
  index: Index;
  value: { [name: string]: Value };
  /** Titles of the scripts in which it is heard. */
  reaches: string[];
  /** Titles of the cards that list it. */
  named: string[];
  /** Those cards themselves. */
  naming: string[];
}

/** Where edits are sent: `kb.yml: edit`, as the site tells it. */
export interface Sending {
  hosting: "github" | "gitlab" | "gitea";
  api: string;
  repo: string;
  /** Which a request is made to. */
  branch: string;
  /** The content folder in the repository, with its last slash; "" for its root. */
  folder: string;
}

/** What became of what was sent. */
export interface Sent {
  said: "sent" | "conflict" | "already" | "token" | "rights" | "changed" | "away" | "elsewhere" | "other" | "moved" | "odd";
  conflicts: { trail: string[]; shape: Shape; now: Value; before: Value }[];
  link: string;
  branch: string;
}

/** A request that is open, as this browser made it. */
export interface Asked {
  branch: string;
  link: string;
  title: string;
}

/** One edit of a sheet, and how it is told to a reader. */
export interface Edit {
  op: "set" | "add" | "remove" | "move" | "archive" | "new" | "material";
  entity: string;
  path: string;
  before: Value;
  after: Value;
  index?: number;
  unlink?: boolean;
}

export interface Told {
  edit: Edit;
  trail: string[];
  shape: Shape;
  zone: string;
}

/** What is kept of a form while it is filled in. */
export interface Draft {
  base: { [name: string]: Value };
  value: { [name: string]: Value };
  reason: { [name: string]: Value };
  /** Whether the card goes into the archive. */
  archived?: boolean;
  /** The branch that it goes to, known before anything is sent. */
  branch?: string;
  /** The request that it was sent with. */
  link?: string;
  /** Where its branch says why. */
  note?: Noted;
}

/** A change file of a branch. */
export interface Noted {
  path: string;
  /** Whether it arrived: else what a sending that broke off wrote there is said anew. */
  sent: boolean;
}

/** A file that is handed in: the name of what lies there by now, null for nothing, and its bytes. */
export interface Handed {
  before: string | null;
  after: string;
}

/** A place in a draft. */
export interface Place {
  get(): Value | undefined;
  set(value: Value | undefined): void;
}

export type Texts = { [name: string]: string };
