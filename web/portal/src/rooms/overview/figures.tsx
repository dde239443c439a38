import { Link } from "react-router";
import { useAddress } from "../../session.ts";
import type { Statistics } from "../../api/types.ts";
import { useCount } from "./statistics.ts";

/** How much there is, and how much of it works. */
export function Figures({ totals }: { totals: Statistics["connections"] }) {
  const to = useAddress();
  const customers = useCount("/v1/customers");
  const integrations = useCount("/v1/integrations");
  const standing = totals.active + totals.needs_reauth;
  // Never rounded up to all of them: one that is lost shows.
  const share = standing === 0 ? 0 : totals.needs_reauth === 0 ? 100 : Math.min((100 * totals.active) / standing, 99);
  return (
    <section aria-label="Numbers" className="stack">
      <div className="figures">
        <Figure value={standing} name="Connections" to={to("connections")} />
        <Figure value={totals.needs_reauth} name="Need their customer" to={`${to("connections")}?show=lost`} tone={totals.needs_reauth > 0 ? "bad" : ""} />
        <Figure value={totals.trouble} name="In trouble" to={`${to("connections")}?show=trouble`} tone={totals.trouble > 0 ? "warn" : ""} />
        <Figure value={customers} name="Customers" to={to("customers")} />
        <Figure value={integrations} name="Integrations" to={to("integrations")} />
      </div>
      <div className="gauge" role="img" aria-label={`${totals.active} of ${standing} connections work`}>
        <svg className="gauge__bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
          <rect className="gauge__bad" width="100" height="1" />
          <rect className="gauge__good" width={share.toFixed(2)} height="1" />
        </svg>
        <div className="gauge__words small" aria-hidden="true">
          <span><b>{totals.active.toLocaleString()}</b> work</span>
          {totals.needs_reauth > 0 && <span><b>{totals.needs_reauth.toLocaleString()}</b> wait for their customer</span>}
        </div>
      </div>
    </section>
  );
}

function Figure({ value, name, to, tone = "" }: { value: number | null | undefined; name: string; to: string; tone?: string }) {
  return (
    <Link className={`stat stat--link ${tone && `stat--${tone}`}`} to={to}>
      <span className="stat__value">{value === undefined ? <span className="skeleton skeleton--short" /> : value === null ? "Many" : value.toLocaleString()}</span>
      <span className="stat__name">{name}</span>
    </Link>
  );
}
