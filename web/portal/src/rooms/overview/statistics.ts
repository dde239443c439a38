/** The environment in numbers. */

import { useRead } from "../../api/hooks.ts";

export interface Totals {
  /** Of any state. */
  connections: number;
  active: number;
  needs_reauth: number;
  disconnected: number;
  troubled: number;
  customers: number;
  integrations: number;
}

export interface Statistics {
  totals: Totals;
  days: StatisticsDay[];
  integrations: { integration_id: string; active: number; needs_reauth: number; disconnected: number; troubled: number }[];
}

export interface StatisticsDay {
  day: string;
  connected: number;
  disconnected: number;
  needs_reauth: number;
  renewed: number;
  failed: number;
}

export function useStatistics(days: number) {
  return useRead<Statistics>(null, { days }, { keep: true });
}
