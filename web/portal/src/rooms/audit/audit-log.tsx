/** Who did what, newest first. */

import { useRead } from "../../api/hooks.ts";
import type { APIKey, AuditEntry, Member } from "../../api/types.ts";
import { useMay } from "../../may.ts";
import { useFilter } from "../../parts/address.ts";
import { Empty } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { usePaged } from "../../parts/paged.ts";
import { PagedTable } from "../../parts/table.tsx";
import { Moment } from "../../parts/time.tsx";
import { SearchBox, Toolbar } from "../../parts/toolbar.tsx";
import { useSession } from "../../session.ts";
import { useKnown } from "../connections/names.ts";

// Otherwise people can type years of six digits.
const LAST_DAY = "9999-12-30";

/** Of the open environment. */
export function AuditLog() {
  return <Log path="/v1/audit-entries" title="Audit log" />;
}

/** Of the workspace: who signed in, was invited, changed how people sign in. */
export function WorkspaceLog() {
  return <Log path="/portal/api/audit-entries" title="Workspace log" />;
}

function Log({ path, title }: { path: string; title: string }) {
  const filter = useFilter(["q", "action", "actor", "from", "to"]);
  const [from, until] = [dayOf(filter.get("from")), dayOf(filter.get("to"))];
  const read = usePaged<AuditEntry>(path, {
    q: filter.get("q"),
    action: filter.get("action"),
    actor: filter.get("actor"),
    since: startOf(from),
    until: startOf(until, 1),
  }, { counted: true });
  const nameOf = useActors(read.data?.items.map((one) => one.actor) ?? []);
  return (
    <PageFrame title={title} about={<>Each entry is chained to the one before. <code>bothways audit verify</code>, where Bothways runs, shows whether any was changed or removed.</>}>
      <Toolbar>
        <SearchBox filter={filter} name="q" label="Search actions, people and subjects" />
        <label className="dates"><span className="small soft">From</span><input className="input" type="date" value={from} max={until || LAST_DAY} onChange={(event) => filter.set({ from: event.target.value }, true)} /></label>
        <label className="dates"><span className="small soft">to</span><input className="input" type="date" value={until} min={from} max={LAST_DAY} onChange={(event) => filter.set({ to: event.target.value }, true)} /></label>
        {filter.get("actor") && <button type="button" className="chip" aria-pressed onClick={() => filter.set({ actor: "" })}>By {nameOf(filter.get("actor"))} ×<span className="visually-hidden"> remove this filter</span></button>}
        {filter.get("action") && <button type="button" className="chip" aria-pressed onClick={() => filter.set({ action: "" })}>{filter.get("action")} ×<span className="visually-hidden"> remove this filter</span></button>}
      </Toolbar>
      <PagedTable
        name={title}
        read={read}
        id={(one) => String(one.sequence)}
        columns={[
          { name: "Action", cell: (one) => <button type="button" className="narrow-by" title={`Only ${one.action}`} onClick={() => filter.set({ action: one.action })}><code>{one.action}</code></button> },
          { name: "By", cell: (one) => <button type="button" className="narrow-by clip" title={`Only by ${nameOf(one.actor)}`} onClick={() => filter.set({ actor: one.actor })}>{nameOf(one.actor)}</button> },
          { name: "To", cell: (one) => <code className="clip">{one.subject}</code> },
          { name: "Detail", cell: (one) => Object.keys(one.detail).length > 0 && <details className="inline-details"><summary>Show</summary><pre className="code" tabIndex={0}><code>{JSON.stringify(one.detail, null, 2)}</code></pre></details> },
          { name: "When", cell: (one) => <Moment at={one.created_at} /> },
          { name: "No.", kind: "number", cell: (one) => one.sequence.toLocaleString() },
        ]}
        filtered={filter.active}
        onClear={filter.clear}
        empty={<Empty glyph="list" title="Nothing yet">Whatever changes keys, settings or connections is written down here, with who did it.</Empty>}
      />
    </PageFrame>
  );
}

/** Staff and keys by name, as far as one may see them. */
function useActors(shown: readonly string[]): (actor: string) => string {
  const may = useMay();
  const { me, environment } = useSession();
  const staff = useRead<{ items: Member[] }>("/portal/api/staff");
  const keys = useKnown<APIKey>(environment && may("api_keys:read") ? "/v1/api-keys" : null, shown.filter((one) => one.startsWith("key_")), (one) => [one.id]);
  return (actor) => {
    if (actor === me.staff.id) return "You";
    if (actor === "cli") return "Command line";
    const member = staff.data?.items.find((one) => one.id === actor);
    const key = keys(actor);
    return member?.name || member?.email || (key ? `Key ${key.name}` : actor);
  };
}

/** As date fields write it; nothing else may stand in one. */
function dayOf(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? text : "";
}

/** The beginning of a day where the reader is, or of one later, as an instant; undefined of what is no day. */
function startOf(day: string, later = 0): string | undefined {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + later);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
