/** What is used of the parser of npm `yaml`; the rest of its types are its own. */

export interface Source {
  type: string;
  offset: number;
  source: string;
}

export interface Token {
  type: string;
  offset: number;
  source?: string;
  props?: Source[];
  /** Of a document what stands before it, of brackets the sign that opens them. */
  start?: Source | Source[];
  end?: Source[];
  items?: { start: Source[]; key?: Token | null; sep?: Source[]; value?: Token | null }[];
}

export type Document = Omit<Token, "start"> & { start?: Source[]; value?: Token };

export class Parser {
  parse(source: string): Iterable<Document>;
}
