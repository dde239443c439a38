/** Which page stands at which address. */

import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect, type ReactNode } from "react";
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
import { PageFrame, PageWaiting } from "./parts/page.tsx";
import * as pages from "./pages.ts";
import { SessionContext, useSession } from "./session.ts";

export function App() {
  const me = useQuery<Me, Problem>({ queryKey: [null, "/portal/api/me", null], queryFn: () => call<Me>("/portal/api/me"), staleTime: 60_000 });
  if (me.isPending) return <div className="starting" role="status" aria-label="Loading"><span className="spinner spinner--large" /></div>;
  if (me.isLoadingError) return <main className="starting"><ProblemBanner problem={me.error} again={() => void me.refetch()} /></main>;
  return (
    <Routes>
      <Route index element={<Home me={me.data} />} />
      <Route element={<Workspace me={me.data} />}>
        <Route path="staff" element={<pages.StaffRoom />} />
        <Route path="activity" element={<Guarded deed="workspace:manage"><pages.WorkspaceLog /></Guarded>} />
        <Route path="ways-in" element={<Guarded deed="sign_in:manage"><pages.WaysIn /></Guarded>} />
        <Route path="account" element={<pages.Account />} />
      </Route>
      <Route path=":environment" element={<Inside me={me.data} />}>
        <Route index element={<pages.Overview />} />
        <Route path="connections" element={<pages.Connections />} />
        <Route path="connections/:id" element={<pages.ConnectionPage />} />
        <Route path="customers" element={<pages.Customers />} />
        <Route path="customers/:id" element={<pages.CustomerPage />} />
        <Route path="links" element={<pages.Links />} />
        <Route path="integrations" element={<pages.Integrations />} />
        <Route path="integrations/add" element={<Guarded deed="integrations:write"><pages.AddIntegration /></Guarded>} />
        <Route path="integrations/:id" element={<pages.IntegrationPage />} />
        <Route path="tiles" element={<pages.Tiles />} />
        <Route path="tiles/add" element={<Guarded deed="tiles:write"><pages.AddTile /></Guarded>} />
        <Route path="tiles/:id" element={<pages.TilePage />} />
        <Route path="look" element={<pages.Look />} />
        <Route path="keys" element={<Guarded deed="api_keys:read"><pages.Keys /></Guarded>} />
        <Route path="keys/create" element={<Guarded deed="api_keys:write"><pages.CreateKey /></Guarded>} />
        <Route path="addresses" element={<pages.Addresses />} />
        <Route path="events" element={<pages.Events />} />
        <Route path="audit" element={<pages.AuditLog />} />
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
  return <SessionContext value={{ me, environment: null }}><Frame><Suspense fallback={<PageWaiting />}><Outlet /></Suspense></Frame></SessionContext>;
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
      <Frame><Suspense fallback={<PageWaiting />}>{environment ? <Outlet key={environment.id} /> : <Nowhere />}</Suspense></Frame>
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
