/** Connecting, while it goes on and when it has ended: waiting, blocked, done, not done. */

import type { ComponentChildren } from "preact";
import type { Attempt } from "../state.ts";
import type { Card } from "../shapes.ts";
import { useMarket } from "./context.ts";
import { Brand, Glyph, Heading, Mark, Outside } from "./pieces.tsx";

export function AttemptView({ attempt }: { attempt: Attempt }) {
  switch (attempt.stage) {
    case "opening":
    case "waiting":
      return <Waiting attempt={attempt} />;
    case "closed":
      return <Closed attempt={attempt} />;
    case "blocked":
      return <Blocked attempt={attempt} />;
    case "connected":
      return <Connected attempt={attempt} />;
    case "failed":
      return <Failed attempt={attempt} />;
  }
}

interface MomentProps {
  sign: ComponentChildren;
  title: string;
  children?: ComponentChildren;
  ways: ComponentChildren;
}

function Moment({ sign, title, children, ways }: MomentProps) {
  return (
    <div class="shell">
      {/* Each stage takes the focus anew, and with it the attention of whoever listens. */}
      <div class="moment" key={title}>
        <div class="moment__words">
          {sign}
          <Heading>{title}</Heading>
          {children}
        </div>
        <div class="moment__ways">{ways}</div>
      </div>
    </div>
  );
}

/** Who asks whom, and how it goes between the two. */
function Handshake({ card, state = "" }: { card: Card; state?: "" | "over" | "cut" }) {
  return (
    <div class="handshake" aria-hidden="true">
      <Brand />
      <span class={`crossing${state ? ` crossing--${state}` : ""}`}>
        <span />
        <span />
        <span />
      </span>
      <Mark card={card} />
    </div>
  );
}

function Waiting({ attempt }: { attempt: Attempt }) {
  const { words } = useMarket();
  const app = attempt.card.name;
  return (
    <Moment
      sign={<Handshake card={attempt.card} />}
      title={words.say(attempt.stage === "opening" ? "attempt.opening" : "attempt.waiting", { app })}
      ways={<Leave attempt={attempt} label="cancel" />}
    >
      <p class="soft">{words.say("attempt.waiting.text", { app })}</p>
    </Moment>
  );
}

function Closed({ attempt }: { attempt: Attempt }) {
  const { words } = useMarket();
  const app = attempt.card.name;
  return (
    <Moment
      sign={<Handshake card={attempt.card} state="cut" />}
      title={words.say("attempt.closed")}
      ways={
        <>
          <Again attempt={attempt} label="attempt.reopen" />
          <Leave attempt={attempt} label="cancel" />
        </>
      }
    >
      <p class="soft">{words.say("attempt.closed.text", { app })}</p>
    </Moment>
  );
}

function Blocked({ attempt }: { attempt: Attempt }) {
  const { words, facts } = useMarket();
  const app = attempt.card.name;
  const { authorization, wholePage } = attempt;
  const text = wholePage ? "attempt.blocked.page" : "attempt.blocked.tab";
  return (
    <Moment
      sign={<Handshake card={attempt.card} state="cut" />}
      title={words.say("attempt.blocked", { app })}
      ways={
        <>
          {authorization?.url &&
            (wholePage ? (
              <a class="button button--primary button--block" href={authorization.url} target="_top" rel="noreferrer">
                {words.say("form.continue", { app })}
                <Glyph name="forward" />
              </a>
            ) : (
              <Outside href={authorization.url} shape="button button--primary button--block">
                {words.say("form.continue", { app })}
              </Outside>
            ))}
          <Leave attempt={attempt} label="cancel" />
        </>
      }
    >
      <p class="soft">{words.say(text, { app, product: facts.product })}</p>
    </Moment>
  );
}

function Connected({ attempt }: { attempt: Attempt }) {
  const market = useMarket();
  const { words, facts } = market;
  const { card, account, reconnect } = attempt;
  const app = card.name;
  const before = account?.replaced && (account.replaced.label || account.replaced.id);
  const name = account && !account.name_code ? account.name : "";
  const lead = { view: "app", slug: card.slug } as const;
  return (
    <Moment
      sign={<Sign tone={before ? "warn" : "good"} card={card} />}
      title={words.say(reconnect ? "attempt.reconnected" : "attempt.connected", { app })}
      ways={
        <>
          <button class="button button--primary button--block" type="button" onClick={() => market.go(lead)}>
            {words.say("done")}
          </button>
          {!market.only && (
            <button class="button button--quiet button--block" type="button" onClick={() => market.go({ view: "shop" })}>
              {words.say("attempt.another")}
            </button>
          )}
        </>
      }
    >
      {name && <strong>{name}</strong>}
      <p class="soft">
        {before
          ? words.say("accounts.replaced", { now: name, before })
          : words.say("attempt.connected.text", { app, product: facts.product })}
      </p>
    </Moment>
  );
}

function Failed({ attempt }: { attempt: Attempt }) {
  const { words, facts } = useMarket();
  const { card, code = "" } = attempt;
  const params = { app: card.name, product: facts.product };
  const tone = words.find(`outcome.${code}.text`) === undefined ? "bad" : "warn";
  return (
    <Moment
      sign={<Sign tone={tone} card={card} />}
      title={words.find(`outcome.${code}`, params) ?? words.say("outcome.unknown", params)}
      ways={
        <>
          <Again attempt={attempt} label="try_again" />
          <Leave attempt={attempt} label="back" />
        </>
      }
    >
      <p class="soft">{words.find(`outcome.${code}.text`, params) ?? words.say("outcome.unknown.text", params)}</p>
      {attempt.requestId && <p class="faint small">{words.say("outcome.request", { id: attempt.requestId })}</p>}
    </Moment>
  );
}

function Sign({ tone, card }: { tone: "good" | "warn" | "bad"; card: Card }) {
  if (tone !== "good")
    return (
      <span class={`outcome outcome--${tone}`}>
        <Glyph name={tone === "warn" ? "alert" : "cross"} />
      </span>
    );
  return (
    <div class="handshake" aria-hidden="true">
      <Brand />
      <span class="outcome outcome--good outcome--between">
        <Glyph name="check" />
      </span>
      <Mark card={card} />
    </div>
  );
}

function Again({ attempt, label }: { attempt: Attempt; label: "attempt.reopen" | "try_again" }) {
  const market = useMarket();
  const { card, values, reconnect } = attempt;
  const again = () => {
    if (card.redirects) void market.connecting.depart(card, values, reconnect);
    else market.go({ view: "app", slug: card.slug, form: { reconnect } });
  };
  return (
    <button class="button button--primary button--block" type="button" onClick={again}>
      {market.words.say(label)}
    </button>
  );
}

function Leave({ attempt, label }: { attempt: Attempt; label: "cancel" | "back" }) {
  const market = useMarket();
  return (
    <button class="button button--quiet button--block" type="button" onClick={() => market.leave(attempt)}>
      {market.words.say(label)}
    </button>
  );
}
