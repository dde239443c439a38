/** Everything that can be connected: search, categories, and shelves of cards. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { categoryName, matches, shelves } from "../shelves.ts";
import type { Card } from "../shapes.ts";
import { CardTile } from "./card.tsx";
import { useMarket } from "./context.ts";
import { Banner, Glyph, Heading } from "./pieces.tsx";

// Fewer are seen at a glance.
const SEARCHED_FROM = 6;
const MOST_CHIPS = 7;

export function Catalog({ cards }: { cards: readonly Card[] }) {
  const market = useMarket();
  const { words, state, facts } = market;
  const { query, category } = state;
  const found = useMemo(() => cards.filter((card) => matches(card, query, category, words)), [cards, query, category, words]);
  return (
    <div class="shell">
      <div class="masthead">
        <Heading>{words.say("catalog.title")}</Heading>
        <p class="lead">{words.say("catalog.lead", { product: facts.product })}</p>
      </div>
      <div class="notices" role="status">
        {state.notice && <Banner notice={state.notice} />}
      </div>
      {cards.length === 0 ? (
        <div class="empty">
          <Glyph name="box" />
          <h2>{words.say("catalog.empty")}</h2>
          <p>{words.say("catalog.empty.text", { product: facts.product })}</p>
          {facts.isTest && <p class="small">{words.say("catalog.empty.test")}</p>}
        </div>
      ) : (
        <>
          {cards.length >= SEARCHED_FROM && <Toolbar cards={cards} found={found.length} />}
          <div class="shelves">
            {shelves(found).map(({ name, cards: shelf }) => (
              <section class="shelf" key={name} aria-labelledby={`shelf-${name}`}>
                <h2 class="shelf__name" id={`shelf-${name}`}>
                  {words.say(`shelf.${name}`)}
                </h2>
                <ul class="catalog">
                  {shelf.map((card) => (
                    <CardTile card={card} key={card.slug} />
                  ))}
                </ul>
              </section>
            ))}
            {found.length === 0 && (
              <div class="empty">
                <Glyph name="search" />
                <h2>{words.say("search.none")}</h2>
                <p>{words.say("search.none.text")}</p>
                <div class="row">
                  <button class="button" type="button" onClick={() => market.set({ query: "", category: "" })}>
                    {words.say("search.all")}
                  </button>
                </div>
              </div>
            )}
          </div>
        </>
      )}
    </div>
  );
}

function Toolbar({ cards, found }: { cards: readonly Card[]; found: number }) {
  const market = useMarket();
  const { words, state } = market;
  const chips = (state.shop?.categories ?? []).filter(({ slug }, at) => at < MOST_CHIPS || slug === state.category);
  return (
    <search class="toolbar">
      <div class="search">
        <Glyph name="search" />
        <label class="visually-hidden" for="query">
          {words.say("search.label")}
        </label>
        <input
          class="input"
          id="query"
          type="search"
          autocomplete="off"
          spellcheck={false}
          maxLength={100}
          placeholder={words.say("search.label")}
          value={state.query}
          onInput={(event) => market.set({ query: event.currentTarget.value, notice: undefined })}
        />
      </div>
      {chips.length > 1 && (
        <ul class="chips" aria-label={words.say("search.categories")}>
          {[{ slug: "", label: "" }, ...chips].map(({ slug, label }) => (
            <li key={slug}>
              <button
                class="chip"
                type="button"
                aria-pressed={slug === state.category}
                onClick={() => market.set({ category: slug, notice: undefined })}
              >
                {slug ? categoryName(slug, words, label) : words.say("search.every")}
              </button>
            </li>
          ))}
        </ul>
      )}
      <Count count={found} filtered={found < cards.length || state.query !== ""} />
    </search>
  );
}

/** Says how many are left, once somebody has stopped typing. */
function Count({ count, filtered }: { count: number; filtered: boolean }) {
  const { words } = useMarket();
  const [said, setSaid] = useState("");
  const sentence = filtered ? words.say("search.count", { count }) : "";
  useEffect(() => {
    const timer = setTimeout(() => setSaid(sentence), 400);
    return () => clearTimeout(timer);
  }, [sentence]);
  return (
    <p class="visually-hidden" role="status">
      {said}
    </p>
  );
}
