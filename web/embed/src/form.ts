/** What somebody typed, and what is wrong with it. */

import type { Fault } from "./api.ts";
import type { Detail, FieldFault, Input } from "./shapes.ts";
import type { Words } from "./words.ts";

/** One input of the form. `path` is its name in the server's errors, too: `values.x` or `fields.x`. */
export interface Item {
  path: string;
  group: "values" | "fields";
  input: Input;
}

export type Typed = Record<string, string>;
/** By path. An empty path is about all of it. */
export type Faults = Record<string, string>;

export function itemsOf(detail: Detail): Item[] {
  const group = (name: Item["group"]) => detail[name].map((input) => ({ path: `${name}.${input.name}`, group: name, input }));
  return [...group("values"), ...group("fields")];
}

/** What stands in the form before anything is typed. `known` are the values of the account that is renewed. */
export function blank(items: readonly Item[], known: Record<string, string> = {}): Typed {
  return Object.fromEntries(
    items.map(({ path, group, input }) => [path, (group === "values" && known[input.name]) || input.default || ""]),
  );
}

/** What is plainly missing; everything else is for the server to say. */
export function missing(items: readonly Item[], typed: Typed, words: Words): Faults {
  const empty = items.filter(({ path, input }) => input.required && !typed[path]?.trim());
  return Object.fromEntries(empty.map(({ path, input }) => [path, words.say(input.choices.length ? "fault.choose" : "fault.missing")]));
}

export function part(items: readonly Item[], typed: Typed, group: Item["group"]): Record<string, string> {
  const filled = items.filter((item) => item.group === group && typed[item.path]);
  return Object.fromEntries(filled.map(({ path, input }) => [input.name, typed[path] ?? ""]));
}

/** The server's errors in the reader's language: at their inputs, or as one sentence about all of it. */
export function told(fault: Fault, items: readonly Item[], words: Words, app: string, product: string): Faults {
  const known = fault.fields.filter(({ field }) => items.some(({ path }) => path === field));
  if (known.length > 0) return Object.fromEntries(known.map((one) => [one.field, sentence(one, words, app)]));
  return { "": words.find(`outcome.${fault.code}.text`, { app, product }) ?? words.say("outcome.unknown.text", { app }) };
}

function sentence({ code, params, reason }: FieldFault, words: Words, app: string): string {
  return (code && words.find(`fault.${code}`, { app, ...params })) || finished(reason);
}

/** `fill this in` as people expect it: a capital first, a full stop last. */
function finished(clause: string): string {
  const text = clause.charAt(0).toUpperCase() + clause.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
