/**
 * Tells which published scripts do not say what their sources say.
 *
 *     node same.mjs FOLDER    FOLDER: where typescript is installed
 *     stdin                   [[name, source, published], …] as JSON
 *
 * What publishes them knows no grammar: it guesses where a regular expression begins, and takes a
 * template within a template for code. Here both are parsed, and compared by all that is not a
 * comment or a gap.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const ts = createRequire(`${process.argv[2]}/`)("typescript");

/** All that a script says, as a list in reading order. */
function said(text) {
  const file = ts.createSourceFile("a.js", text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  const found = file.parseDiagnostics.map(({ messageText }) => messageText);
  const look = (node) => {
    found.push(node.kind, node.flags & ts.NodeFlags.BlockScoped, node.operator, node.rawText ?? node.text);
    ts.forEachChild(node, look);
    found.push("end");
  };
  ts.forEachChild(file, look);
  return JSON.stringify(found);
}

const scripts = JSON.parse(readFileSync(0, "utf8"));
const differing = scripts.filter(([, source, published]) => said(source) !== said(published));
for (const [name] of differing) {
  console.log(`${name}: what is published does not say the same; write it so that rjsmin takes it rightly`);
}
process.exitCode = differing.length ? 1 : 0;
