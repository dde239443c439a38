import type { Permission } from "./shapes.ts";
import type { Words } from "./words.ts";

/** What a permission allows, in the reader's language, in English, or by the scope's own name (which is its `fallback` then). */
export function permissionSentence(permission: Permission, words: Words): string {
  const { key, params, fallback } = permission;
  const things = params["things"] && thing(params["things"], words);
  return (key && words.find(`permission.${key}`, { ...params, ...(things && { things }) })) || fallback;
}

/** Whether there are words for it; the rest are names of scopes, for those who look closely. */
export function isExplained(permission: Permission): boolean {
  return permission.key !== null;
}

/** What a provider calls its things, in the reader's language where it is a common word. */
function thing(name: string, words: Words): string {
  return words.find(`thing.${name.replaceAll(" ", "_")}`) ?? words.say("thing.other", { thing: name });
}
