/** By path; "" where a page is taken as it is served. */
type Hashes = Record<string, string>;

/** What this worker keeps: publishing writes it before the first line. */
declare const RELEASE: {
  version: string;
  offline: boolean;
  /** How long a copy lives of which the server says nothing; null for ever. */
  days: number | null;
  files: Hashes;
  /** Of the answers: named by their content, so their size in bytes tells whether one is whole. */
  parts: Record<string, number>;
  pages: Hashes;
  theme: Hashes;
};
