/** One connection: how it stands, why, what happened, and what can be done. */

import { useState } from "react";
import { Link, useParams } from "react-router";
import { useAct, useRead } from "../../api/hooks.ts";
import type { Connection } from "../../api/types.ts";
import { useMay } from "../../may.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { Logo } from "../../parts/logo.tsx";
import { Menu } from "../../parts/menu.tsx";
import { Banner, ProblemBanner } from "../../parts/notice.tsx";
import { PageFrame, PageWaiting, Part } from "../../parts/page.tsx";
import { Ago, Moment } from "../../parts/time.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { Fact, Facts, Id } from "../../parts/words.tsx";
import { useAddress } from "../../session.ts";
import { accountOf } from "./columns.tsx";
import { Disconnect } from "./disconnect.tsx";
import { History } from "./history.tsx";
import { useNamed } from "./names.ts";
import { ReconnectLink } from "./reconnect-link.tsx";
import { Rename } from "./rename.tsx";
import { StandingBadge, verdictWords } from "./standing.tsx";

type Asked = "disconnect" | "reconnect" | "rename" | null;

export function ConnectionPage() {
  const { id = "" } = useParams();
  const read = useRead<Connection>(`/v1/connections/${id}`);
  const to = useAddress();
  if (read.isPending) return <PageWaiting title="Connection" />;
  if (read.isLoadingError) {
    return <PageFrame title="Connection" back={{ to: to("connections"), label: "Connections" }}><ProblemBanner problem={read.error} again={() => void read.refetch()} /></PageFrame>;
  }
  return <Shown connection={read.data} />;
}

function Shown({ connection }: { connection: Connection }) {
  const [asked, setAsked] = useState<Asked>(null);
  const named = useNamed([connection]);
  const to = useAddress();
  const may = useMay()("connections:write");
  const say = useToast();
  const app = named(connection.integration_id, connection.provider);
  const gone = connection.state === "disconnected";
  const renew = useAct(
    (_: void, send) => send<Connection>(`/v1/connections/${connection.id}/refresh`, { method: "POST", body: connection.state === "needs_reauth" ? { revive: true } : {} }),
    ["/v1/connections", "/v1/statistics"],
  );
  const account = accountOf(connection);
  const close = () => setAsked(null);
  return (
    <PageFrame
      title={`${app.name} of ${connection.customer.name || connection.customer.external_id}`}
      back={{ to: to("connections"), label: "Connections" }}
      heading={
        <div className="titled">
          <Logo name={app.name} slug={app.slug} picture={app.picture} icon={app.icon} size="normal" />
          <div className="titled__words">
            <h1>{account ?? app.name}</h1>
            <p className="soft">{account && <>{app.name} · </>}<Link to={to(`customers/${connection.customer.id}`)}>{connection.customer.name || connection.customer.external_id}</Link></p>
          </div>
          <StandingBadge connection={connection} />
        </div>
      }
      actions={may && !gone && (
        <>
          <Button glyph="renew" busy={renew.isPending} onClick={() => renew.mutate(undefined, { onSuccess: () => say("The credentials were renewed") })}>Refresh now</Button>
          <Button glyph="link" onClick={() => setAsked("reconnect")}>Reconnect link</Button>
          <Menu
            trigger={<IconButton name="More actions" glyph="dots" tone="plain" />}
            items={[
              { label: "Rename", glyph: "pencil", onSelect: () => setAsked("rename") },
              { label: "Disconnect", glyph: "unlink", danger: true, onSelect: () => setAsked("disconnect") },
            ]}
          />
        </>
      )}
    >
      <div className="notices">
        {renew.error && <ProblemBanner problem={renew.error} />}
        <Why connection={connection} onReconnect={may ? () => setAsked("reconnect") : undefined} />
      </div>
      <div className="beside">
        <Part title="What happened"><History connectionId={connection.id} app={app.name} customer={connection.customer.name || connection.customer.external_id} /></Part>
        <Part title="Details"><Details connection={connection} /></Part>
      </div>
      <Disconnect connection={connection} name={account ?? app.name} open={asked === "disconnect"} onClose={close} />
      <ReconnectLink connection={connection} app={app.name} open={asked === "reconnect"} onClose={close} />
      <Rename connection={connection} open={asked === "rename"} onClose={close} />
    </PageFrame>
  );
}

function Why({ connection, onReconnect }: { connection: Connection; onReconnect: (() => void) | undefined }) {
  const { trouble, replaced_account: replaced } = connection;
  return (
    <>
      {connection.state === "needs_reauth" && (
        <Banner tone="bad" title="Only the customer can bring it back" actions={onReconnect && <Button small onClick={onReconnect}>Reconnect link</Button>}>
          <p>{connection.reason_detail}</p>
          <p>The marketplace shows it to them first. A reconnect link leads there directly; the connection keeps its id.</p>
        </Banner>
      )}
      {connection.state === "active" && trouble && (
        <Banner tone="warn" title="The last renewal failed">
          <p>{trouble.detail}</p>
          <p>{verdictWords(trouble.verdict)}{trouble.retry_at && <> Next attempt <Ago at={trouble.retry_at} />.</>}</p>
        </Banner>
      )}
      {connection.state === "disconnected" && (
        <Banner tone="info" title="It was disconnected">
          <p>Its secrets are erased. What happened stays readable; the customer can connect again, which makes a new connection.</p>
        </Banner>
      )}
      {replaced && (
        <Banner tone="warn" title="It leads to another account than before">
          <p>Until <Moment at={replaced.at} /> it was {replaced.label || replaced.id}. Check that your product still looks at the right data.</p>
        </Banner>
      )}
    </>
  );
}

function Details({ connection }: { connection: Connection }) {
  const notes = { ...connection.values, ...connection.metadata };
  return (
    <div className="panel">
      <Facts>
        <Fact name="Id"><Id text={connection.id} name="the connection's id" /></Fact>
        <Fact name="Customer"><Id text={connection.customer.external_id} name="the customer's id" /></Fact>
        {connection.account.id && <Fact name="Account"><Id text={connection.account.id} name="the account's id" /></Fact>}
        <Fact name="Kind">{KINDS[connection.type] ?? connection.type}</Fact>
        <Fact name="Connected"><Moment at={connection.created_at} /></Fact>
        {connection.disconnected_at && <Fact name="Disconnected"><Moment at={connection.disconnected_at} /></Fact>}
        <Fact name="Credentials from"><Ago at={connection.obtained_at} /> <span className="faint">(version {connection.version})</span></Fact>
        <Fact name="Expire"><Ago at={connection.expires_at} none="The provider does not say" /></Fact>
        <Fact name="Renewal">{connection.renewable ? "By itself, before they expire" : "Not possible; the customer connects again"}</Fact>
        {connection.scopes.length > 0 && (
          <Fact name="Scopes"><ul className="scopes">{connection.scopes.map((scope) => <li key={scope}><code>{scope}</code></li>)}</ul></Fact>
        )}
        {Object.entries(notes).map(([name, value]) => <Fact key={name} name={name}>{value}</Fact>)}
      </Facts>
    </div>
  );
}

const KINDS: Readonly<Record<string, string>> = { oauth2: "OAuth 2.0", oauth1: "OAuth 1.0a", api_key: "API key", basic: "User name and password" };
