import type { SignedInBy, StaffSession } from "../../api/types.ts";
import { useAct, useRead } from "../../api/hooks.ts";
import { Button } from "../../parts/button.tsx";
import { ProblemBanner, Waiting } from "../../parts/notice.tsx";
import { Ago } from "../../parts/time.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { Badge } from "../../parts/words.tsx";

const PATH = "/portal/api/sessions";
const WAYS: Readonly<Record<SignedInBy, string>> = { password: "by password", passkey: "by passkey", sso: "by single sign-on" };

export function SessionList() {
  const say = useToast();
  const read = useRead<{ items: StaffSession[] }>(PATH);
  const end = useAct((_: void, send) => send<void>(PATH, { method: "DELETE" }), [PATH]);
  const endOne = useAct((id: string, send) => send<void>(`${PATH}/${id}`, { method: "DELETE" }), [PATH]);
  if (read.isPending) return <div className="panel"><Waiting lines={2} /></div>;
  if (read.isError) return <ProblemBanner problem={read.error} again={() => void read.refetch()} />;
  const { items } = read.data;
  return (
    <div className="stack">
      {end.error && <ProblemBanner problem={end.error} />}
      {endOne.error && <ProblemBanner problem={endOne.error} />}
      <ul className="panel panel--flush plain-rows">
        {items.map((one) => (
          <li key={one.id} className="address">
            <div className="address__words"><span>{browserName(one.agent)} {one.current && <Badge tone="good">This browser</Badge>}</span><span className="faint small">Signed in {WAYS[one.signed_in_by]} <Ago at={one.created_at} />, ends <Ago at={one.expires_at} /></span></div>
            {!one.current && <Button small tone="quiet-danger" busy={endOne.isPending && endOne.variables === one.id} onClick={() => endOne.mutate(one.id)}>Sign out<span className="visually-hidden"> {browserName(one.agent)}</span></Button>}
          </li>
        ))}
      </ul>
      {items.length > 1 && <div><Button busy={end.isPending} onClick={() => end.mutate(undefined, { onSuccess: () => say("Every other browser was signed out") })}>Sign out everywhere else</Button></div>}
    </div>
  );
}

function browserName(agent: string): string {
  if (!agent) return "A browser";
  const name = /Firefox\//.test(agent) ? "Firefox" : /Edg\//.test(agent) ? "Edge" : /Chrome\//.test(agent) ? "Chrome" : /Safari\//.test(agent) ? "Safari" : "A browser";
  const system = /Windows/.test(agent) ? "Windows" : /Android/.test(agent) ? "Android" : /iPhone|iPad/.test(agent) ? "iOS" : /Mac OS/.test(agent) ? "macOS" : /Linux/.test(agent) ? "Linux" : "";
  return system ? `${name} on ${system}` : name;
}
