/** When there is nothing to show, and why. */

import { useEffect, useState } from "preact/hooks";
import type { Fault } from "../api.ts";
import { useMarket } from "./context.ts";
import { Glyph, Heading } from "./pieces.tsx";

// Most pages answer at once; one that asks its own server first takes a moment.
const PATIENCE_MS = 4000;

/** The server could not be asked, or said no. Asks again by itself when the connection is back. */
export function Trouble({ fault, retry }: { fault: Fault; retry: () => void }) {
  const market = useMarket();
  const { words, facts, state } = market;
  const params = { product: facts.product };
  const away = state.place.view === "app" && !market.only;
  useEffect(() => {
    window.addEventListener("online", retry);
    return () => window.removeEventListener("online", retry);
  }, [retry]);
  return (
    <div class="shell">
      <div class="moment">
        <div class="moment__words">
          <span class="outcome outcome--warn">
            <Glyph name="alert" />
          </span>
          <Heading>{words.find(`trouble.${fault.code}`, params) ?? words.say("trouble.unknown")}</Heading>
          <p class="soft">{words.find(`trouble.${fault.code}.text`, params) ?? words.say("trouble.unknown.text")}</p>
          {fault.requestId && <p class="faint small">{words.say("outcome.request", { id: fault.requestId })}</p>}
        </div>
        <div class="moment__ways">
          <button class="button button--primary button--block" type="button" onClick={retry}>
            {words.say("try_again")}
          </button>
          {away && (
            <button class="button button--quiet button--block" type="button" onClick={() => market.go({ view: "shop" })}>
              {words.say("back.all")}
            </button>
          )}
        </div>
      </div>
    </div>
  );
}

/** The session has ended. The page is asked for another one; until it answers nothing is thrown away. */
export function Ended() {
  const market = useMarket();
  const { words, facts } = market;
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [waited]);
  const again = () => {
    setWaited(false);
    market.entrance.knock("expired");
  };
  const params = { product: facts.product };
  return (
    <div class="shell">
      <div class="moment" role="status">
        <div class="moment__words">
          {waited ? (
            <span class="outcome outcome--warn">
              <Glyph name="clock" />
            </span>
          ) : (
            <span class="spinner spinner--large" />
          )}
          <h1>{words.say(waited ? "ended" : "ended.renewing")}</h1>
          <p class="soft">{words.say(waited ? "ended.text" : "ended.renewing.text", params)}</p>
        </div>
        {waited && (
          <div class="moment__ways">
            <button class="button button--primary button--block" type="button" onClick={again}>
              {words.say("try_again")}
            </button>
            {market.isModal && (
              <button class="button button--quiet button--block" type="button" onClick={() => market.close()}>
                {words.say("close")}
              </button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}

/** Opened by itself, or by a page that never said who its customer is. */
export function Outsider() {
  const { words, facts } = useMarket();
  return (
    <div class="shell">
      <div class="moment">
        <div class="moment__words">
          <span class="outcome">
            <Glyph name="box" />
          </span>
          <h1>{words.say("outside", { product: facts.product })}</h1>
          <p class="soft">{words.say("outside.text", { product: facts.product })}</p>
        </div>
      </div>
    </div>
  );
}

/** Shelves without words, in the shape of what comes. */
export function Skeleton() {
  const { words } = useMarket();
  return (
    <div class="shell" role="status">
      <span class="visually-hidden">{words.say("loading")}</span>
      <div class="masthead ghost" aria-hidden="true">
        <span class="skeleton skeleton--short" />
        <span class="skeleton skeleton--long" />
      </div>
      <ul class="catalog ghost" aria-hidden="true">
        {[0, 1, 2, 3, 4, 5].map((at) => (
          <li class="card" key={at}>
            <span class="skeleton skeleton--tile" />
            <span class="card__title">
              <span class="skeleton skeleton--short" />
            </span>
            <span class="card__about">
              <span class="skeleton" />
            </span>
            <span class="card__foot" />
          </li>
        ))}
      </ul>
    </div>
  );
}
