/** All by which a call is shown: loaded after the first key, or with a call that is under way. */

export { ending, pick } from "./ending.js";
export { body, foot, head } from "./step.js";
export { summary, unsaid } from "./summary.js";
