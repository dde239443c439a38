/** One integration: its client, what it asks for, how it looks, and whether it works. */

import { useState } from "react";
import { Link, Navigate, useLocation, useParams, useSearchParams } from "react-router";
import { useAct, useRead } from "../../api/hooks.ts";
import type { Integration, Provider, Report } from "../../api/types.ts";
import { useMay } from "../../may.ts";
import { Button, IconButton, LinkButton } from "../../parts/button.tsx";
import { Logo } from "../../parts/logo.tsx";
import { Menu } from "../../parts/menu.tsx";
import { ProblemBanner } from "../../parts/notice.tsx";
import { PageFrame, PageWaiting } from "../../parts/page.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { useAddress } from "../../session.ts";
import { Appearance } from "./appearance.tsx";
import { DeleteIntegration } from "./delete-integration.tsx";
import { Findings } from "./findings.tsx";
import { StateOf } from "./integrations.tsx";
import { ScopePicker } from "./scope-picker.tsx";
import { SetUp } from "./set-up.tsx";

const TABS = [
  { tab: "", label: "Set-up" },
  { tab: "scopes", label: "Scopes" },
  { tab: "appearance", label: "Texts and logo" },
] as const;

export function IntegrationPage() {
  const { id = "" } = useParams();
  const { search } = useLocation();
  const to = useAddress();
  const integration = useRead<Integration>(`/v1/integrations/${id}`);
  const provider = useRead<Provider>(integration.data ? `/v1/providers/${integration.data.provider}` : null);
  const failed = [integration, provider].find((read) => read.isLoadingError);
  if (failed?.error) {
    return <PageFrame title="Integration" back={{ to: to("integrations"), label: "Integrations" }}><ProblemBanner problem={failed.error} again={() => { void integration.refetch(); void provider.refetch(); }} /></PageFrame>;
  }
  if (!integration.data || !provider.data) return <PageWaiting title="Integration" />;
  // A slug can be changed on this very page; the address keeps leading here.
  if (integration.data.id !== id) return <Navigate to={{ pathname: to(`integrations/${integration.data.id}`), search }} replace />;
  return <Shown key={integration.data.id} integration={integration.data} provider={provider.data} />;
}

function Shown({ integration, provider }: { integration: Integration; provider: Provider }) {
  const to = useAddress();
  const say = useToast();
  const may = useMay()("integrations:write");
  const [search] = useSearchParams();
  const [removing, setRemoving] = useState(false);
  const path = `/v1/integrations/${integration.id}`;
  const method = provider.methods.find((one) => one.id === integration.method_id);
  const test = useAct((_: void, send) => send<Report>(`${path}/test`, { method: "POST" }));
  const turn = useAct((enabled: boolean, send) => send<Integration>(path, { method: "PATCH", body: { enabled } }), ["/v1/integrations", "/v1/statistics"]);
  const tab = search.get("tab") ?? "";
  const here = to(`integrations/${integration.id}`);
  const toggle = () => turn.mutate(!integration.enabled, {
    onSuccess: (now) => say(now.enabled ? `${now.display_name} is on: your customers can connect it` : `${now.display_name} is off`),
  });
  return (
    <PageFrame
      title={integration.display_name}
      back={{ to: to("integrations"), label: "Integrations" }}
      heading={
        <div className="titled">
          <Logo name={integration.display_name} slug={integration.slug} picture={integration.logo} icon={provider.icon} size="normal" />
          <div className="titled__words">
            <h1>{integration.display_name}</h1>
            <p className="soft"><code>{integration.slug}</code>{method && <> · {method.label}</>}</p>
          </div>
          <StateOf integration={integration} />
        </div>
      }
      actions={
        <>
          <LinkButton to={`${to("connections")}?integration=${integration.slug}`} glyph="link">Connections</LinkButton>
          {may && <Button glyph="pulse" busy={test.isPending} onClick={() => test.mutate()}>Test</Button>}
          {may && <Button tone={integration.enabled ? "plain" : "primary"} busy={turn.isPending} onClick={toggle}>{integration.enabled ? "Switch off" : "Switch on"}</Button>}
          {may && <Menu trigger={<IconButton name="More actions" glyph="dots" tone="plain" />} items={[{ label: "Delete", glyph: "trash", danger: true, onSelect: () => setRemoving(true) }]} />}
        </>
      }
    >
      <div className="notices">
        {turn.error && <ProblemBanner problem={turn.error} />}
        {test.error && <ProblemBanner problem={test.error} />}
        {test.data && <Findings report={test.data} onClose={() => test.reset()} />}
      </div>
      <nav aria-label="Parts of the integration">
        <ul className="tabs">
          {TABS.filter((one) => one.tab !== "scopes" || (method && method.type.startsWith("oauth"))).map((one) => (
            <li key={one.tab}><Link className="tab" to={one.tab ? `${here}?tab=${one.tab}` : here} aria-current={one.tab === tab ? "page" : undefined}>{one.label}</Link></li>
          ))}
        </ul>
      </nav>
      {tab === "" && <SetUp integration={integration} provider={provider} method={method} may={may} onSaved={() => { turn.reset(); test.mutate(); }} />}
      {tab === "scopes" && method && <ScopePicker integration={integration} method={method} may={may} />}
      {tab === "appearance" && <Appearance integration={integration} provider={provider} may={may} />}
      <DeleteIntegration integration={integration} open={removing} onClose={() => setRemoving(false)} />
    </PageFrame>
  );
}
