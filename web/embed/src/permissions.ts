import type { Permission } from "./shapes.ts";
import type { Words } from "./words.ts";

/** What a permission allows, in the reader's language, in English, or by the scope's own name (which is its `fallback` then). */
export function permissionSentence(permission: Permission, words: Words): string {
  const told = permission.key ? words.find(`permission.${permission.key}`, permission.params) : undefined;
  return told ?? permission.fallback;
}

/** Whether there are words for it; the rest are names of scopes, for those who look closely. */
export function isExplained(permission: Permission): boolean {
  return permission.key !== null;
}
