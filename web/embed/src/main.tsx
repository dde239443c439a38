import { render } from "preact";
import { useEffect, useReducer } from "preact/hooks";
import "./embed.css";
import { Market } from "./market.ts";
import { MarketContext } from "./views/context.ts";
import { Frame } from "./views/frame.tsx";

function App({ market }: { market: Market }) {
  const [, again] = useReducer((count: number, _: void) => count + 1, 0);
  useEffect(() => market.start(() => again()), []);
  return (
    <MarketContext.Provider value={{ market }.market}>
      <Frame />
    </MarketContext.Provider>
  );
}

const app = document.getElementById("app");
if (app) {
  const { origins = "", own = "", productName = "", test, logo, preview } = app.dataset;
  const isPreview = preview !== undefined;
  const asked = new URLSearchParams(location.search).get("locale");
  const market = new Market(
    {
      origins: isPreview ? [location.origin] : origins.split(" ").filter(Boolean),
      own: own.split(" ").filter(Boolean),
      isPreview,
      product: productName,
      isTest: test !== undefined && test !== "false",
      logo: logo || undefined,
    },
    [...(asked ? [asked] : []), ...navigator.languages],
  );
  render(<App market={market} />, app);
}
