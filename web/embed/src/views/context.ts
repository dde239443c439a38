import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Market } from "../market.ts";

export const MarketContext = createContext<Market | undefined>(undefined);

export function useMarket(): Market {
  const market = useContext(MarketContext);
  if (!market) throw new Error("a view stands outside of the marketplace");
  return market;
}
