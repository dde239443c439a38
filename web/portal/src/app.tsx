/** Which page stands at which address. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { Navigate, Outlet, Route, Routes, useParams } from "react-router";
import { call } from "./api/call.ts";
import type { Problem } from "./api/problem.ts";
import type { Me } from "./api/types.ts";
import { Frame } from "./frame/frame.tsx";
import { homeOf, remember } from "./frame/home.ts";
import { Welcome } from "./frame/welcome.tsx";
import { useMay, type Deed } from "./may.ts";
import { LinkButton } from "./parts/button.tsx";
import { Empty, ProblemBanner } from "./parts/notice.tsx";
import { PageFrame } from "./parts/page.tsx";
import { SessionContext, useSession } from "./session.ts";
import { Account } from "./rooms/account/account.tsx";
import { Addresses } from "./rooms/addresses/addresses.tsx";
import { AuditLog, WorkspaceLog } from "./rooms/audit/audit-log.tsx";
import { ConnectionPage } from "./rooms/connections/connection-page.tsx";
import { Connections } from "./rooms/connections/connections.tsx";
import { CustomerPage } from "./rooms/customers/customer-page.tsx";
import { Customers } from "./rooms/customers/customers.tsx";
import { Events } from "./rooms/events/events.tsx";
import { AddIntegration } from "./rooms/integrations/add-integration.tsx";
import { IntegrationPage } from "./rooms/integrations/integration-page.tsx";
import { Integrations } from "./rooms/integrations/integrations.tsx";
import { CreateKey } from "./rooms/keys/create-key.tsx";
import { Keys } from "./rooms/keys/keys.tsx";
import { Links } from "./rooms/links/links.tsx";
import { Look } from "./rooms/look/look.tsx";
import { Overview } from "./rooms/overview/overview.tsx";
import { StaffRoom } from "./rooms/staff/staff-room.tsx";
import { AddTile, TilePage } from "./rooms/tiles/tile-page.tsx";
import { WaysIn } from "./rooms/ways-in/ways-in.tsx";
import { Tiles } from "./rooms/tiles/tiles.tsx";

export function App() {
  const me = useQuery<Me, Problem>({ queryKey: [null, "/portal/api/me", null], queryFn: () => call<Me>("/portal/api/me"), staleTime: 60_000 });
  if (me.isPending) return <div className="starting" role="status" aria-label="Loading"><span className="spinner spinner--large" /></div>;
  if (me.isLoadingError) return <main className="starting"><ProblemBanner problem={me.error} again={() => void me.refetch()} /></main>;
  return (
    <Routes>
      <Route index element={<Home me={me.data} />} />
      <Route element={<Workspace me={me.data} />}>
        <Route path="staff" element={<StaffRoom />} />
        <Route path="activity" element={<Guarded deed="workspace:manage"><WorkspaceLog /></Guarded>} />
        <Route path="ways-in" element={<Guarded deed="sign_in:manage"><WaysIn /></Guarded>} />
        <Route path="account" element={<Account />} />
      </Route>
      <Route path=":environment" element={<Inside me={me.data} />}>
        <Route index element={<Overview />} />
        <Route path="connections" element={<Connections />} />
        <Route path="connections/:id" element={<ConnectionPage />} />
        <Route path="customers" element={<Customers />} />
        <Route path="customers/:id" element={<CustomerPage />} />
        <Route path="links" element={<Links />} />
        <Route path="integrations" element={<Integrations />} />
        <Route path="integrations/add" element={<Guarded deed="integrations:write"><AddIntegration /></Guarded>} />
        <Route path="integrations/:id" element={<IntegrationPage />} />
        <Route path="tiles" element={<Tiles />} />
        <Route path="tiles/add" element={<Guarded deed="tiles:write"><AddTile /></Guarded>} />
        <Route path="tiles/:id" element={<TilePage />} />
        <Route path="look" element={<Look />} />
        <Route path="keys" element={<Guarded deed="api_keys:read"><Keys /></Guarded>} />
        <Route path="keys/create" element={<Guarded deed="api_keys:write"><CreateKey /></Guarded>} />
        <Route path="addresses" element={<Addresses />} />
        <Route path="events" element={<Events />} />
        <Route path="audit" element={<AuditLog />} />
        <Route path="*" element={<Nowhere />} />
      </Route>
    </Routes>
  );
}

function Home({ me }: { me: Me }) {
  const home = homeOf(me, null);
  if (home) return <Navigate to={`/${home.id}`} replace />;
  return <SessionContext value={{ me, environment: null }}><Frame><Welcome /></Frame></SessionContext>;
}

function Workspace({ me }: { me: Me }) {
  return <SessionContext value={{ me, environment: null }}><Frame><Outlet /></Frame></SessionContext>;
}

function Inside({ me }: { me: Me }) {
  const { environment: id } = useParams();
  const environment = me.environments.find((one) => one.id === id) ?? null;
  useEffect(() => {
    if (environment) remember(environment);
  }, [environment]);
  // Another environment is another world: nothing of the one before may stay on the screen.
  return (
    <SessionContext value={{ me, environment }}>
      <Frame>{environment ? <Outlet key={environment.id} /> : <Nowhere />}</Frame>
    </SessionContext>
  );
}

function Guarded({ deed, children }: { deed: Deed; children: ReactNode }) {
  const may = useMay();
  const { role } = useSession().me.staff;
  if (may(deed)) return <>{children}</>;
  return (
    <PageFrame title="Not for your role">
      <Empty glyph="lock" title={`This needs more than the role ${role}`} actions={<LinkButton to="/">To the overview</LinkButton>}>
        Ask an owner or admin of your workspace to change your role, or to do it for you.
      </Empty>
    </PageFrame>
  );
}

function Nowhere() {
  return (
    <PageFrame title="There is nothing here">
      <Empty glyph="search" title="This address leads nowhere" actions={<LinkButton to="/">To the overview</LinkButton>}>
        It may be mistyped, what it showed may be gone, or it belongs to another workspace.
      </Empty>
    </PageFrame>
  );
}
