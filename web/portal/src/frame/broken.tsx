import { useRouteError } from "react-router";
import { Button } from "../parts/button.tsx";
import { Unloaded } from "../parts/fetched.ts";
import { Banner } from "../parts/notice.tsx";

/** Instead of a page whose script failed, or did not come. The browser's console has the reason. */
export function Broken() {
  const unloaded = useRouteError() instanceof Unloaded;
  return (
    <main className="starting">
      <Banner
        tone={unloaded ? "warn" : "bad"}
        live
        title={unloaded ? "This page did not load" : "This page broke"}
        actions={<Button small onClick={() => location.reload()}>Load it again</Button>}
      >
        {unloaded
          ? <p>Perhaps the connection was lost for a moment, or Bothways was upgraded while the portal was open.</p>
          : <p>The fault is ours. If it comes back, tell whoever looks after Bothways which page it was.</p>}
      </Banner>
    </main>
  );
}
