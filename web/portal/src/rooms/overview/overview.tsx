/** The environment at a glance: numbers, what needs attention, what happened last; the first steps while it is empty. */

import { Link } from "react-router";
import { useRead } from "../../api/hooks.ts";
import type { Connection, Happening, Page } from "../../api/types.ts";
import { useFilter } from "../../parts/address.ts";
import { LinkButton } from "../../parts/button.tsx";
import { Logo } from "../../parts/logo.tsx";
import { ProblemBanner } from "../../parts/notice.tsx";
import { PageFrame, Part } from "../../parts/page.tsx";
import { Ago } from "../../parts/time.tsx";
import { useAddress, useEnvironment } from "../../session.ts";
import { accountOf } from "../connections/columns.tsx";
import { useNamed } from "../connections/names.ts";
import { StandingBadge } from "../connections/standing.tsx";
import { targetOf } from "../events/events.tsx";
import { useNamesOf } from "../events/names.ts";
import { tell } from "../events/sentences.ts";
import { Charts } from "./charts.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { Figures } from "./figures.tsx";
import { useStatistics } from "./statistics.ts";

const SPANS = ["7", "30", "90"];
const MOST = 6;

export function Overview() {
  const environment = useEnvironment();
  const filter = useFilter(["days"]);
  const days = SPANS.includes(filter.get("days")) ? Number(filter.get("days")) : 30;
  const read = useStatistics(days);
  // Nobody needs numbers of nothing.
  const any = read.data && Object.values(read.data.connections).some((count) => count > 0) ? read.data : null;
  const spans = (
    <div className="chips" role="group" aria-label="Time">
      {SPANS.map((span) => <button key={span} type="button" className="chip" aria-pressed={days === Number(span)} onClick={() => filter.set({ days: span === "30" ? "" : span }, true)}>{span} days</button>)}
    </div>
  );
  return (
    <PageFrame title="Overview" heading={<h1>{environment.name}</h1>} about="How your customers' connections are doing." actions={any && spans}>
      <FirstSteps />
      {read.isError && <ProblemBanner problem={read.error} again={() => void read.refetch()} />}
      {any && (
        <>
          <Figures totals={any.connections} />
          <Charts days={any.days} />
        </>
      )}
      <div className="beside">
        <Attention />
        <Latest />
      </div>
    </PageFrame>
  );
}

/** Connections that wait for somebody. */
function Attention() {
  const to = useAddress();
  const any = useRead<Page<Connection>>("/v1/connections", { limit: 1 });
  const lost = useRead<Page<Connection>>("/v1/connections", { state: "needs_reauth", limit: MOST });
  const troubled = useRead<Page<Connection>>("/v1/connections", { trouble: true, limit: MOST });
  const named = useNamed([...(lost.data?.items ?? []), ...(troubled.data?.items ?? [])]);
  if (!lost.data || !troubled.data || !any.data || any.data.items.length === 0) return null;
  const known = new Set(lost.data.items.map((one) => one.id));
  const items = [...lost.data.items, ...troubled.data.items.filter((one) => !known.has(one.id))].slice(0, MOST);
  return (
    <Part title="Needs attention" actions={items.length > 0 && <LinkButton small tone="quiet" to={`${to("connections")}?show=lost`}>All<span className="visually-hidden"> that need attention</span></LinkButton>}>
      {items.length === 0
        ? <div className="panel calm"><p className="soft">Every connection works. Nobody has to do anything.</p></div>
        : (
          <ul className="panel panel--flush plain-rows">
            {items.map((one) => {
              const app = named(one.integration_id, one.provider);
              return (
                <li key={one.id} className="attention">
                  <Logo name={app.name} slug={app.slug} picture={app.picture} icon={app.icon} />
                  <div className="attention__words">
                    <Link to={to(`connections/${one.id}`)}>{app.name} of {one.customer.name || one.customer.external_id}</Link>
                    <p className="faint small">{[accountOf(one), one.reason_detail ?? one.trouble?.detail].filter(Boolean).join(" · ")}</p>
                  </div>
                  <div className="attention__end"><StandingBadge connection={one} /><span className="faint small"><Ago at={one.updated_at} /></span></div>
                </li>
              );
            })}
          </ul>
        )}
    </Part>
  );
}

function Latest() {
  const to = useAddress();
  const read = useRead<Page<Happening>>("/v1/events", { limit: 8 });
  const names = useNamesOf(read.data?.items ?? []);
  if (!read.data || read.data.items.length === 0) return null;
  return (
    <Part title="Latest" actions={<LinkButton small tone="quiet" to={to("events")}>All<span className="visually-hidden"> events</span></LinkButton>}>
      <div className="panel">
        <ol className="timeline">
          {read.data.items.map((one) => {
            const { tone, words } = tell(one.type, one.data, names(one));
            const target = targetOf(one);
            return (
              <li key={one.id} className={tone}>
                <span>{target ? <Link className="quiet-link" to={to(target)}>{words}</Link> : words}</span>
                <Ago at={one.created_at} />
              </li>
            );
          })}
        </ol>
      </div>
    </Part>
  );
}
