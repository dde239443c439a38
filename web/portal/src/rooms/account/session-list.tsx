import { useAct, useRead } from "../../api/hooks.ts";
import { Button } from "../../parts/button.tsx";
import { ProblemBanner, Waiting } from "../../parts/notice.tsx";
import { Ago } from "../../parts/time.tsx";
import { useToast } from "../../parts/toasts.tsx";
import { Badge } from "../../parts/words.tsx";

const PATH = "/portal/api/account/sessions";

interface SignedIn {
  id: string;
  current: boolean;
  created_at: string;
  expires_at: string;
  last_seen_at?: string | null;
  user_agent?: string | null;
}

export function SessionList() {
  const say = useToast();
  const read = useRead<{ items: SignedIn[] }>(PATH);
  const end = useAct((_: void, send) => send<void>(PATH, { method: "DELETE" }), [PATH]);
  if (read.isPending) return <div className="panel"><Waiting lines={2} /></div>;
  if (read.isError) return <ProblemBanner problem={read.error} again={() => void read.refetch()} />;
  const { items } = read.data;
  return (
    <div className="stack">
      {end.error && <ProblemBanner problem={end.error} />}
      <ul className="panel panel--flush plain-rows">
        {items.map((one) => (
          <li key={one.id} className="address">
            <div className="address__words"><span>{browserName(one.user_agent)} {one.current && <Badge tone="good">This browser</Badge>}</span><span className="faint small">Signed in <Ago at={one.created_at} />, until <Ago at={one.expires_at} /></span></div>
          </li>
        ))}
      </ul>
      {items.length > 1 && <div><Button busy={end.isPending} onClick={() => end.mutate(undefined, { onSuccess: () => say("Every other browser was signed out") })}>Sign out everywhere else</Button></div>}
    </div>
  );
}

function browserName(agent: string | null | undefined): string {
  if (!agent) return "A browser";
  const name = /Firefox\//.test(agent) ? "Firefox" : /Edg\//.test(agent) ? "Edge" : /Chrome\//.test(agent) ? "Chrome" : /Safari\//.test(agent) ? "Safari" : "A browser";
  const system = /Windows/.test(agent) ? "Windows" : /Android/.test(agent) ? "Android" : /iPhone|iPad/.test(agent) ? "iOS" : /Mac OS/.test(agent) ? "macOS" : /Linux/.test(agent) ? "Linux" : "";
  return system ? `${name} on ${system}` : name;
}
