/** One app: what it is, the form, the accounts that are connected, what it may do, and what happened. */

import type { OpenForm } from "../state.ts";
import { needsForm, type Account, type Card, type Detail } from "../shapes.ts";
import { Accounts } from "./accounts.tsx";
import { useMarket } from "./context.ts";
import { ConnectForm } from "./form.tsx";
import { History } from "./history.tsx";
import { Permissions } from "./permissions.tsx";
import { Banner, Glyph, Heading, Mark, Outside } from "./pieces.tsx";

export function AppPage({ card, detail, form }: { card: Card; detail: Detail | undefined; form: OpenForm | undefined }) {
  const market = useMarket();
  const { words, state, facts } = market;
  const accounts = detail?.accounts ?? [];
  const renewed = accounts.find((account) => account.id === form?.reconnect);
  const open = form ?? (detail && asksAtOnce(detail) ? {} : undefined);
  return (
    <div class="shell shell--narrow detail">
      {!market.only && <Back form={form !== undefined && accounts.length > 0} slug={card.slug} />}
      <Intro card={card} detail={detail} open={open !== undefined} />
      <div class="notices" role="status">
        {state.notice && <Banner notice={state.notice} />}
        {!card.enabled && (
          <Banner
            notice={{
              tone: "info",
              title: words.say("app.disabled", { product: facts.product }),
              text: words.say("app.disabled.text"),
            }}
          />
        )}
      </div>
      {!detail && <Waiting />}
      {detail && open && <ConnectForm key={form?.reconnect ?? "new"} detail={detail} renewed={renewed} />}
      {detail && !form && accounts.length > 0 && <Accounts detail={detail} />}
      {detail && <About detail={detail} />}
      {detail?.kind === "integration" && <Permissions detail={detail} />}
      {detail && !form && <History detail={detail} />}
    </div>
  );
}

/** Without an account there is nothing to look at yet, so that the form is there at once. */
function asksAtOnce(detail: Detail): boolean {
  return (
    detail.kind === "integration" &&
    detail.enabled &&
    detail.accounts.length === 0 &&
    (needsForm(detail) || !detail.redirects)
  );
}

function Back({ form, slug }: { form: boolean; slug: string }) {
  const market = useMarket();
  const back = () => market.go(form ? { view: "app", slug } : { view: "shop" });
  return (
    <button class="back" type="button" onClick={back}>
      <Glyph name="back" />
      {form ? market.card(slug)?.name : market.words.say("back.all")}
    </button>
  );
}

function Intro({ card, detail, open }: { card: Card; detail: Detail | undefined; open: boolean }) {
  return (
    <div class="section">
      <div class="intro">
        <Mark card={card} size="large" />
        <div class="intro__words">
          <Heading>
            <bdi>{card.name}</bdi>
          </Heading>
          {card.description && (
            <p class="soft" dir="auto">
              {card.description}
            </p>
          )}
        </div>
        <div class="intro__actions">{!open && <Next card={card} accounts={detail?.accounts} />}</div>
      </div>
    </div>
  );
}

/** The one thing to do next. */
function Next({ card, accounts }: { card: Card; accounts: Account[] | undefined }) {
  const market = useMarket();
  const { words } = market;
  if (card.kind !== "integration")
    return card.link_url ? (
      <Outside href={card.link_url} shape="button button--primary">
        {words.say(card.kind === "custom" ? "tile.set_up" : "tile.more")}
      </Outside>
    ) : null;
  if (!card.enabled || !accounts) return null;
  const first = accounts.length === 0;
  const begin = () => {
    if (needsForm(card) || !card.redirects) market.go({ view: "app", slug: card.slug, form: {} });
    else void market.connecting.depart(card, {});
  };
  return (
    <button class={first ? "button button--primary" : "button"} type="button" id={`do-${card.slug}`} onClick={begin}>
      <Glyph name={first ? "link" : "plus"} />
      {words.say(first ? "connect" : "connect.another")}
    </button>
  );
}

function About({ detail }: { detail: Detail }) {
  const { words } = useMarket();
  const { long_description: text, documentation_url: address } = detail;
  if (!text && !address) return null;
  return (
    <section class="section">
      <h2>{words.say("app.about")}</h2>
      <div class="prose">
        {text && <p dir="auto">{text}</p>}
        {address && (
          <p>
            <Outside href={address}>{words.say("app.documentation")}</Outside>
          </p>
        )}
      </div>
    </section>
  );
}

function Waiting() {
  return (
    <div class="section ghost" aria-hidden="true">
      <span class="skeleton skeleton--short" />
      <span class="skeleton skeleton--long" />
      <span class="skeleton" />
    </div>
  );
}
