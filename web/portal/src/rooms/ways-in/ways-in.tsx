/** How the workspace's people have to sign in, and single sign-on. */

import { useAct, useRead } from "../../api/hooks.ts";
import type { Policy } from "../../api/types.ts";
import { ProblemBanner, Waiting } from "../../parts/notice.tsx";
import { PageFrame, Part } from "../../parts/page.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { SingleSignOn } from "./single-sign-on.tsx";

const PATH = "/portal/api/policy";

export function WaysIn() {
  return (
    <PageFrame title="Sign-in" about="How your people prove who they are. It counts from the next sign-in on." narrow>
      <Part title="What is required"><Required /></Part>
      <Part title="Single sign-on" about="With the accounts of your company, by OpenID Connect."><SingleSignOn /></Part>
    </PageFrame>
  );
}

function Required() {
  const say = useToast();
  const read = useRead<Policy>(PATH);
  const change = useAct((wanted: Partial<Policy>, send) => send<Policy>(PATH, { method: "PATCH", body: wanted }), [PATH, "/portal/api/me"]);
  if (read.isPending) return <div className="panel"><Waiting lines={2} /></div>;
  if (read.isLoadingError) return <ProblemBanner problem={read.error} again={() => void read.refetch()} />;
  const shown = change.isPending ? { ...read.data, ...change.variables } : read.data;
  const set = (wanted: Partial<Policy>) => change.mutate(wanted, { onSuccess: () => say("The rule was changed") });
  return (
    <div className="panel">
      {change.error && <ProblemBanner problem={change.error} />}
      <label className="choice">
        <input type="checkbox" checked={shown.second_factor_required} disabled={change.isPending} onChange={(event) => set({ second_factor_required: event.target.checked })} />
        <span>Everybody needs a second factor</span>
        <span className="field__help">An authenticator app or a passkey. Whoever has none sets one up when signing in next.</span>
      </label>
      <label className="choice">
        <input type="checkbox" checked={shown.only_sso} disabled={change.isPending} onChange={(event) => set({ only_sso: event.target.checked })} />
        <span>Single sign-on only</span>
        <span className="field__help">Passwords and passkeys no longer open the portal. Sign in by single sign-on yourself before.</span>
      </label>
    </div>
  );
}
