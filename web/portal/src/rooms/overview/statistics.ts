/** The environment in numbers. */

import type { UseQueryResult } from "@tanstack/react-query";
import { useRead } from "../../api/hooks.ts";
import type { Problem } from "../../api/problem.ts";
import type { Customer, Integration, Page, Statistics } from "../../api/types.ts";

export type StatisticsDay = Statistics["days"][number];

export function useStatistics(days: number): UseQueryResult<Statistics, Problem> {
  return useRead<Statistics>("/v1/statistics", { days }, { keep: true });
}

/** How many there are; null where they are too many to be counted, undefined until it is known. */
export function useCount(path: "/v1/customers" | "/v1/integrations"): number | null | undefined {
  const read = useRead<Page<Customer | Integration>>(path, { limit: 1, total: true });
  return read.data && (read.data.total ?? null);
}
