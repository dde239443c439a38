/** What a page shows stands in its address, so that it can be sent to somebody and survives a reload. */

import { useCallback } from "react";
import { useLocation, useSearchParams } from "react-router";

export interface Filter {
  get: (name: string) => string;
  /** Sets or (by "") clears; another filter starts at the first page again. */
  set: (changes: Readonly<Record<string, string>>, replace?: boolean) => void;
  clear: () => void;
  active: boolean;
}

/** The named parts of the address. `replace` while somebody types, so that going back leads to the page before. */
export function useFilter(names: readonly string[]): Filter {
  const [params, setParams] = useSearchParams();
  const set = useCallback((changes: Readonly<Record<string, string>>, replace = false) => {
    setParams((before) => {
      const after = new URLSearchParams(before);
      after.delete("cursor");
      for (const [name, value] of Object.entries(changes)) {
        if (value) after.set(name, value);
        else after.delete(name);
      }
      return after;
    }, { replace });
  }, [setParams]);
  return {
    get: (name) => params.get(name) ?? "",
    set,
    clear: () => set(Object.fromEntries(names.map((name) => [name, ""]))),
    active: names.some((name) => params.has(name)),
  };
}

type Step = (() => void) | null;

/**
 * Where in a long list the page stands; `name` tells several lists of one page apart. Beside it the ways to the next page,
 * to the first one, and to the one before: the history keeps the pages that were turned, so whoever was sent a later page
 * has no way back but to the first.
 */
export function useCursor(name = "cursor"): [string | null, (cursor: string) => void, Step, Step] {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation() as { state: Readonly<Record<string, readonly string[]>> | null };
  const turned = state?.[name] ?? [];
  const cursor = params.get(name);
  const go = (to: string, before: readonly string[]) => setParams((now) => {
    const after = new URLSearchParams(now);
    if (to) after.set(name, to);
    else after.delete(name);
    return after;
  }, { preventScrollReset: name !== "cursor", state: { ...state, [name]: before } });
  return [
    cursor,
    (next) => go(next, [...turned, cursor ?? ""]),
    cursor ? () => go("", []) : null,
    cursor && turned.length > 0 ? () => go(turned.at(-1) ?? "", turned.slice(0, -1)) : null,
  ];
}

/** What the list goes by: a name, or a minus and a name. */
export function useSort(): [string | null, (sort: string) => void] {
  const [params, setParams] = useSearchParams();
  const set = (sort: string) => setParams((before) => {
    const after = new URLSearchParams(before);
    after.delete("cursor");
    after.set("sort", sort);
    return after;
  }, { replace: true });
  return [params.get("sort"), set];
}
