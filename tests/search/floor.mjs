// What the call screen shows first: cards and queries on stdin, by query the first answer on stdout.
import { readFileSync } from "node:fs";

const call = new URL("../../scripts_kb/assets/call/", import.meta.url);
const { load } = await import(new URL("engine/engine.js", call));
const { Results } = await import(new URL("screen/searching.js", call));
const { variant } = await import(new URL("screen/variant.js", call));

const { index, cards, queries } = JSON.parse(readFileSync(0, "utf8"));
const bytes = readFileSync(index);
const engine = load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));

console.log(
  JSON.stringify(
    queries.map(([text, context]) => {
      const reply = engine.search(text, { ...context, limit: 24 });
      const live = reply.hits.filter(({ entity }) => entity !== context.step?.split("#")[0]);
      const share = live.length ? live[0].score / reply.hits[0].score : 1;
      const found = new Results();
      const suits = (entity) => {
        const whom = cards[entity]?.value.segments ?? [];
        return !context.segment || !whom.length || whom.includes(context.segment);
      };
      found.take(text, live, suits, "", reply.confidence * share);
      const card = cards[found.hits[found.active]?.entity];
      const choice = card ? variant(card, reply.readAs ?? text) : 0;
      return {
        first: found.hits[found.active]?.entity ?? "",
        answer: card?.value.answers?.[choice]?.id ?? "",
        shown: found.unsure || !found.hits.length ? "none" : found.guess ? "guess" : "answer",
        found: live.map(({ entity, score }) => [entity, Math.round(score * 1000) / 1000]),
        confidence: reply.confidence * share,
      };
    }),
  ),
);
