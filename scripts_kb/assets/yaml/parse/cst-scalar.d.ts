import type { Token } from "./parser.js";

export function resolveAsScalar(token: Token): { value: string } | null;
