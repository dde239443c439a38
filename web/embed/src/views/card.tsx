/** One card of the catalog. All of it leads to the app's page; its button does the next thing at once. */

import { categoryName } from "../shelves.ts";
import { isMine, needsForm, type Card } from "../shapes.ts";
import { useMarket } from "./context.ts";
import { Hidden, Mark, Outside } from "./pieces.tsx";

export function CardTile({ card }: { card: Card }) {
  const market = useMarket();
  const [category] = card.categories;
  return (
    <li class="card">
      <Mark card={card} />
      <div class="card__title">
        <h3 class="card__name" dir="auto">
          <button
            class="card__link"
            type="button"
            id={`app-${card.slug}`}
            title={card.name}
            onClick={() => market.visit(card.slug)}
          >
            {card.name}
          </button>
        </h3>
        <span class="card__kind">{category && categoryName(category, market.words)}</span>
      </div>
      <p class="card__about" dir="auto">
        {card.description}
      </p>
      <div class="card__foot">
        {card.kind === "integration" ? <Standing card={card} /> : <Elsewhere card={card} />}
      </div>
    </li>
  );
}

function Standing({ card }: { card: Card }) {
  const { words } = useMarket();
  const accounts = card.connections.length;
  if (card.state === "needs_reauth") return <Lost card={card} />;
  if (isMine(card))
    return (
      <>
        <span class="badge badge--good">
          {accounts > 1 ? words.say("card.accounts", { count: accounts }) : words.say("card.connected")}
        </span>
        <Visit card={card} shape="button--quiet" words={words.say("card.manage")} />
      </>
    );
  return (
    <>
      <span class="faint small">{words.say("card.not_connected")}</span>
      <Connect card={card} />
    </>
  );
}

function Connect({ card }: { card: Card }) {
  const market = useMarket();
  const label = market.words.say("connect");
  if (needsForm(card) || !card.redirects) return <Visit card={card} shape="" words={label} />;
  return (
    <button
      class="button button--small"
      type="button"
      id={`do-${card.slug}`}
      onClick={() => void market.connecting.depart(card, {})}
    >
      {label}
      <Hidden> {card.name}</Hidden>
    </button>
  );
}

/** One press renews the only account that needs it, where nothing has to be typed. */
function Lost({ card }: { card: Card }) {
  const market = useMarket();
  const { words } = market;
  const [account, ...others] = card.connections.filter((one) => one.state === "needs_reauth");
  const atOnce = account && others.length === 0 && card.enabled && card.redirects && !needsForm(card);
  return (
    <>
      <span class="badge badge--warn">{words.say("state.needs_reauth")}</span>
      {atOnce ? (
        <button
          class="button button--small button--primary"
          type="button"
          id={`do-${card.slug}`}
          onClick={() => void market.connecting.depart(card, {}, account.id)}
        >
          {words.say("reconnect")}
          <Hidden> {card.name}</Hidden>
        </button>
      ) : (
        <Visit card={card} shape="button--primary" words={words.say("card.look")} />
      )}
    </>
  );
}

function Elsewhere({ card }: { card: Card }) {
  const { words } = useMarket();
  return (
    <>
      <span />
      {card.link_url && (
        <Outside href={card.link_url} shape="button button--small">
          {words.say(card.kind === "custom" ? "tile.set_up" : "tile.more")}
          <Hidden> {card.name}</Hidden>
        </Outside>
      )}
    </>
  );
}

function Visit({ card, shape, words }: { card: Card; shape: string; words: string }) {
  const market = useMarket();
  return (
    <button class={`button button--small ${shape}`} type="button" onClick={() => market.visit(card.slug)}>
      {words}
      <Hidden> {card.name}</Hidden>
    </button>
  );
}
