/** A list of the server's, as the address asks for it: order and place beside the filter. */

import type { UseQueryResult } from "@tanstack/react-query";
import type { Query } from "../api/call.ts";
import { useRead } from "../api/hooks.ts";
import type { Problem } from "../api/problem.ts";
import type { Page } from "../api/types.ts";
import { useCursor, useSort } from "./address.ts";

interface PagedOptions {
  /** The order where the address names none; without it the list has one order only. */
  sort?: string;
  /** The server counts this list. */
  counted?: boolean;
}

export function usePaged<Row>(path: string, query: Query, { sort, counted = false }: PagedOptions = {}): UseQueryResult<Page<Row>, Problem> {
  const [cursor] = useCursor();
  const [asked] = useSort();
  return useRead<Page<Row>>(path, { ...query, ...(sort && { sort: asked ?? sort }), ...(counted && { total: true }), cursor }, { keep: true });
}
