/** The customer's accounts behind an app: how each stands, and what can be done with it. */

import { accountName } from "../accounts.ts";
import { permissionSentence } from "../permissions.ts";
import { needsForm, type Account, type Detail } from "../shapes.ts";
import { useMarket } from "./context.ts";
import { Glyph, Hidden, Mark } from "./pieces.tsx";

export function Accounts({ detail }: { detail: Detail }) {
  const { words } = useMarket();
  return (
    <section class="section">
      <h2>{words.say("accounts.title", { count: detail.accounts.length })}</h2>
      <div class="panel panel--flush">
        <ul class="accounts">
          {detail.accounts.map((account) => (
            <AccountRow key={account.id} detail={detail} account={account} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function AccountRow({ detail, account }: { detail: Detail; account: Account }) {
  const market = useMarket();
  const { words } = market;
  const works = account.state === "active";
  const name = accountName(account, words);
  return (
    <li class="account">
      <Mark card={detail} size="small" />
      <div>
        <div class="account__name">
          <bdi>{name}</bdi>
          <span class={works ? "badge badge--good" : "badge badge--warn"}>
            {words.say(works ? "state.connected" : "state.needs_reauth")}
          </span>
        </div>
        <div class="account__facts">
          {account.detail && <>{account.detail} · </>}
          <time dateTime={account.connected_at}>
            {words.say("accounts.since", { date: words.day(account.connected_at) })}
          </time>
        </div>
        <Notes detail={detail} account={account} name={name} />
      </div>
      <div class="account__actions">
        {detail.enabled && <Reconnect detail={detail} account={account} name={name} />}
        <button
          class="button button--small button--quiet-danger"
          type="button"
          onClick={() => market.ask(detail, account)}
        >
          {words.say("disconnect")}
          <Hidden> {name}</Hidden>
        </button>
      </div>
    </li>
  );
}

/** What its customer should know about the account. */
function Notes({ detail, account, name }: { detail: Detail; account: Account; name: string }) {
  const { words } = useMarket();
  const app = detail.name;
  const lacks = account.lacks.map((permission) => permissionSentence(permission, words));
  const before = account.replaced && (account.replaced.label || account.replaced.id);
  return (
    <>
      {account.state === "needs_reauth" && (
        <p class="account__note account__note--warn">
          {words.find(`reason.${account.reason}`, { app }) ?? account.reason_fallback}
        </p>
      )}
      {before && (
        <p class="account__note account__note--warn">{words.say("accounts.replaced", { now: name, before })}</p>
      )}
      {account.struggles && <p class="account__note">{words.say("accounts.struggles", { app })}</p>}
      {lacks.length > 0 && (
        <p class="account__note">{words.say("accounts.lacks", { app, permissions: words.list(lacks) })}</p>
      )}
    </>
  );
}

function Reconnect({ detail, account, name }: { detail: Detail; account: Account; name: string }) {
  const market = useMarket();
  const works = account.state === "active";
  const shape = !works ? "button--primary" : account.lacks.length > 0 ? "" : "button--quiet";
  const begin = () => {
    if (needsForm(detail)) market.go({ view: "app", slug: detail.slug, form: { reconnect: account.id } });
    else void market.connecting.depart(detail, {}, account.id);
  };
  return (
    <button class={`button button--small ${shape}`} type="button" id={`do-${account.id}`} onClick={begin}>
      {shape !== "button--quiet" && <Glyph name="renew" />}
      {market.words.say("reconnect")}
      <Hidden> {name}</Hidden>
    </button>
  );
}
