/**
 * The shapes that modules of the call screen hand to each other. For the type checker and for us:
 * nothing of it is published.
 */

// What the answers say: written by scripts_kb/pages, in the names of the schema.

/** Why a text stands as it does; absent where nobody said. */
export interface Change {
  kind: "added" | "changed";
  version?: number;
  /** One of very many cards that came at once. */
  bulk?: boolean;
  /** ISO 8601. */
  landed: string;
  explained?: boolean;
  title?: string;
  origin?: string;
  cause?: string;
  purpose?: string;
  effect?: string;
  expect?: string;
  watch?: string;
  learned?: string;
  /** The department. */
  by?: string;
  class?: string;
  urgent?: boolean;
  reverts?: boolean;
  agreed?: string[];
  evidence?: Reference[];
}

export interface Reference {
  title: string;
  url?: string;
}

/** The days in which something is in force; both count. */
export interface Dated {
  valid_from?: string;
  valid_to?: string;
}

/** So much is kept, this was cut there, so much is new: lengths in UTF-16. */
export type Edit = [kept: number, cut: string, put: number];

/** What has reasons. */
export interface Explained {
  /** By path: a place in `changes`, and by which edits the text came from what was there before. */
  why?: Record<string, [number, ...Edit[]]>;
  changes?: Change[];
}

/** What is said, of an answer to an objection and of a card that is itself the answer. */
export interface Said {
  id?: string;
  when?: string;
  true_concern?: string;
  client_words?: string[];
  technique?: string;
  say?: string;
  steps?: { id: string; say?: string; role?: string }[];
  next_question?: string;
  hints?: { id: string; say: string }[];
  proof?: { id: string; text: string; source?: string }[];
}

/** A step of a script. */
export interface Step {
  id: string;
  stage?: string;
  intent?: string;
  say?: string;
  capture?: string;
  label?: string;
  captures?: { name: string; label?: string }[];
  /** Whether it is passed where all that it writes down is known. */
  skip_known?: boolean;
  hints?: { say: string }[];
  do_not_say?: Fields["do_not_say"];
  objections?: string[];
  questions?: string[];
  offers?: string[];
  answers?: { id: string; client_says: string; next: string }[];
  next?: string;
  outcome?: string;
  reason?: string;
}

/** The fields of a card, of whatever kind, that are shown in a call. */
export interface Fields extends Said, Dated {
  title?: string;
  segments?: string[];
  answers?: Said[];
  do_not_say?: { id: string; say: string; instead?: string; because?: string }[];
  offers?: string[];
  answer?: string;
  promise?: string;
  terms?: string;
  discount_limits?: string;
  says?: string;
  replaces?: string[];
  goal?: string;
  must_say?: string[];
  entry?: string;
  nodes?: Step[];
}

/** The fields that hold a text. */
export type TextField = {
  [Name in keyof Fields]-?: Required<Fields>[Name] extends string ? Name : never;
}[keyof Fields];

export interface Card extends Explained {
  /** `objection/dorogo`. */
  entity: string;
  version?: number;
  /** The latest version that altered what is said. */
  meant?: number;
  /** Below the site's root. */ url: string;
  value: Fields;
  /** As it is read. */ price?: string;
  sources?: Record<string, Reference>;
  expires?: Record<string, Dated & { title: string }>;
}

/** What is needed before a card is opened. */
export interface Header {
  format: number;
  company: string;
  language: string;
  zone: string;
  updated: string;
  texts: Record<string, string>;
  labels: Record<string, Record<string, string>>;
  kinds: Record<string, string>;
  captures: Record<string, string>;
  /** What a call may know before its first step; `own`: of the seller, in every call. */
  before: { name: string; title: string; own: boolean }[];
  segments: { id: string; title: string }[];
  reasons: Record<string, { id: string; title: string }[]>;
  contacts: { about: string; role: string; channel: string }[];
  /** Where what a seller writes down goes; "" where nobody said. */
  feedback: { post: string; issues: string; paste: string; keeper: string };
  must_say: Record<string, { say: string; when: string }>;
  trials?: import("./player/drawn.d.ts").Trials;
  /** The reasons of mandatory phrases. */
  wording: Explained;
  pins: { entity: string; segment: string }[];
  scripts: { entity: string; goal?: string }[];
  offers: (Dated & { entity: string; price?: string })[];
  news: News[];
  /** All cards; `titles` and `whom`, the segments that they are for, are in their order. */
  entities: string[];
  titles: string[];
  whom: string[][];
  /** How many cards stand in the first file. */
  ahead: number;
  /** Of those that follow, in the order of `entities`. */
  parts: [name: string, count: number][];
}

export interface News {
  change: string;
  landed: string;
  title: string;
  why: string;
  entities: string[];
  /** In the order of `entities`. */
  versions: number[];
}

/** What `call/release.json` says. */
export interface Release {
  version: string;
  /** The folder of the scripts. */
  code: string;
  /** The folder of the answers and their index. */
  data: string;
  /** Whether a service worker keeps the release. */
  offline: boolean;
}

/** What the first script of a page hands to the one that it starts. */
export interface Start {
  root: URL;
  data: URL;
  /** The first of the answers. */
  answers: Promise<Response>;
  release: Release;
}

/** What the search box of the header shows of an entity that was found. */
export interface Titles {
  language: string;
  texts: Record<string, string>;
  /** Whether there is a call screen to ask further. */
  call: boolean;
  /** The name of a kind, the folder of its pages. */
  kinds: Record<string, [string, string]>;
  titles: Record<string, string>;
}

// What a call makes of them.

/** A text with the place that it comes from, as in `answers[cup].say`. */
export interface Line {
  path: string;
  text: string;
  /** Of a move in a dialogue. */
  role?: string;
}

/** What is said of a card. */
export interface Spoken {
  /** What to say at once: at most 25 words. */
  now: Line[];
  later: Line[];
  /** The question to end with. */
  next: Line | null;
  never: { path: string; say: string; instead?: string; because?: string }[];
  proof: { path: string; text: string; source?: string }[];
  /** What else one may need. */
  facts: { label: string; path: string; text: string }[];
  /** All answers, where there are several. */
  answers: { id: string; when: string }[];
  /** Which of them this is. */
  choice: number;
  offers: string[];
  /** Products to offer in place of this one. */
  instead: string[];
}

/** How a card stands open. */
export interface Open {
  /** Which of its answers. */
  choice: number;
  /** Whether the rest is unfolded. */
  more: boolean;
  /** Whether every text shows its reason. */
  why: boolean;
}

export type Find = (entity: string) => Card | null;

/** A step that the call has reached. */
export interface At {
  /** `script/incoming-home`. */
  script: string;
  /** Of the script when the step was reached. */
  version?: number;
  node: string;
  /** The customer's answer that led on from here. */
  said?: string;
  /** Whether it was passed: what it asks was known. */
  skipped?: boolean;
}

/** A call, through scripts or without. */
export interface Run {
  /** The last is the present step; none without a script. */
  trail: At[];
  captured: Record<string, string>;
  /** Entities that came up: objections and questions. */
  met: string[];
  /** What the customer said and nothing answered. */
  noted: string[];
  /** Ids of mandatory phrases that were said. */
  must: string[];
  /** Whether the talk was said to be over, wherever it was. */
  ending: boolean;
  /** How it ended then; "" until it is chosen. */
  outcome: string;
  /** Id of the reason of a refusal. */
  reason: string;
  /** How much of each offer, as it was typed. */
  ordered: Record<string, string>;
  /** The sum that was said to the customer. */
  sum: string;
  /** Of the next step. */
  date: string;
  comment: string;
  /** The summary that went to the CRM. */
  copied?: string;
  /** ISO 8601. */
  started: string;
}

// What a browser keeps: see memory/store.js.

/** What was noticed in calls. */
export interface Notes {
  /** By the customer's words; `instead`: the card that was shown and not meant. */
  missed: Record<string, { count: number; segment: string; instead?: string; day?: string; sent?: string }>;
  /** By entity. */
  opened: Record<string, number>;
  /** `2026-11-21`. */
  since: string;
}

/** What a seller wrote down: words of a call, or an answer to a card. */
export interface Entry {
  id: string;
  kind: string;
  text: string;
  first_words: string;
  purposes: string;
  matters: string;
  /** The card that it is about; "" for none. */
  entity: string;
  version: number | null;
  segment: string;
  day: string;
  times: number;
  /** The day on which it was sent; "" while it waits. */
  sent: string;
}

/** What came into the base of late: `became.json` of a release. */
export interface Became {
  proposals: { entity: string; says: string; state: "open" | "accepted" | "declined"; reply: string; day: string; title: string }[];
  words: { says: string; entity: string; day: string; title: string }[];
  insights: { says: string[]; title: string; url: string; day: string }[];
  /** By card its last change of meaning. */
  changed: Record<string, { version: number; day: string; title: string }>;
}

/** What became of an entry. */
export interface Outcome {
  how: "accepted" | "declined" | "open" | "words" | "insight" | "changed";
  day: string;
  title?: string;
  entity?: string;
  url?: string;
  reply?: string;
}

/** Survives a reload. */
export interface KeptByTab {
  /** The call screen: what is typed, the option that is chosen, the card that is open. */
  screen: { query: string; active: string; opened: string | null; how: Open };
  run: Run;
  /** A call that no script leads, so far. */
  draft: Run;
  trial: { of: string; name: string };
  /** To whom one talks in this call: "" for all; nothing is kept before it is asked. */
  segment: string;
  /** The page of a script: the card that stands before its step. */
  page: { script: string; opened: Open & { entity: string } };
}

/** Survives the day. */
export interface KeptByBrowser {
  /** For whom the lists of the site are shown: "" for all. Of a call its tab knows. */
  segment: string;
  /** What a seller says of oneself, by variable. */
  own: Record<string, string>;
  pins: string[];
  recent: string[];
  notes: Notes;
  /** Answers to cards. */
  entries: Entry[];
  /** What is being written under cards, by card. */
  forms: Record<string, Record<string, string>>;
  /** The flash cards that were answered, by entity. */
  flash: Record<string, Learned>;
  /** The days of the newcomer's path that are done, by number, each with the date. */
  path: Record<string, string>;
  /** Edits of cards that are being written, by entity. */
  edits: Record<string, import("../edit/types.d.ts").Draft>;
}

/** Which of Leitner's boxes a flash card lies in, from 1, and on what day it was put there. */
export interface Learned {
  box: number;
  day: string;
}

/** A place that keeps values by name; each is of the kind of what stands for it where there is none. */
export interface Box<Kept> {
  get<Name extends keyof Kept & string>(name: Name, otherwise: Kept[Name]): Kept[Name];
  get<Name extends keyof Kept & string>(name: Name, otherwise: null): Kept[Name] | null;
  /** Null forgets; tells whether it is kept. */
  set<Name extends keyof Kept & string>(name: Name, value: Kept[Name] | null): boolean;
  /** Tells whether what was set is known to this page alone. */
  alone(name: keyof Kept & string): boolean;
}

export interface Store {
  tab: Box<KeptByTab>;
  browser: Box<KeptByBrowser>;
}

// What the search takes and gives.

/** What is known of a call beside the words. */
export interface Context {
  /** The segment one is talking to. */
  segment?: string;
  /** Entities that the script's step names: found a little sooner. */
  near?: string[];
  /** The step of a running script, `script/ID#STEP`: what is answered there is found, too. */
  step?: string;
  /** Stage of the conversation. */
  stage?: string;
  /** The product one is talking about. */
  product?: string;
  /** Factor by kind; 1 where left out. */
  kindBoost?: Record<string, number>;
  /** Entities opened lately, the latest first: decide between equals only. */
  recent?: string[];
  /** Most hits; 12 where left out. */
  limit?: number;
}

export interface Hit {
  /** The best variant. */
  entity: string;
  /** 0 … about 1; comparable within one result. */
  score: number;
  /** Empty for a card on its own. */
  family: string;
  /** Other variants, best first. */
  folded: string[];
  /** Variants beyond those in `folded`. */
  more: number;
}

export interface Result {
  hits: Hit[];
  readAs: string | null;
  /** How surely the first hit answers, 0 … 1.5; `engine/confidence.js` tells from when on it is shown as an answer. */
  confidence: number;
}

/** What a page says to the worker of the engine. */
export interface Query {
  type: "query";
  id: number;
  text: string;
  context?: Context;
}
export type Request = { type: "load"; urls: string[] } | Query;

/** What the worker answers. */
export type Reply =
  | { type: "ready" }
  | { type: "failed"; message: string }
  | ({ type: "result"; id: number } & Result);
