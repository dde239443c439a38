import { useRead } from "../../api/hooks.ts";
import type { HistoryEntry, LogEntry, Page } from "../../api/types.ts";
import { ProblemBanner, Waiting } from "../../parts/notice.tsx";
import { Moment } from "../../parts/time.tsx";
import { tell, type Told } from "../events/sentences.ts";

const SHOWN = 50;

interface Line extends Told {
  id: string;
  at: string;
  note?: string | undefined;
}

/** What happened to it, and what the operator's own backend wrote down about it, newest first. */
export function History({ connectionId, app, customer }: { connectionId: string; app: string; customer: string }) {
  const happened = useRead<Page<HistoryEntry>>(`/v1/connections/${connectionId}/history`, { limit: SHOWN });
  const written = useRead<Page<LogEntry>>(`/v1/connections/${connectionId}/logs`, { limit: SHOWN });
  if (happened.isPending) return <div className="panel"><Waiting /></div>;
  if (happened.isError) return <ProblemBanner problem={happened.error} again={() => void happened.refetch()} />;
  const lines: Line[] = [
    ...happened.data.items.map((one) => ({ id: one.id, at: one.created_at, ...tell(one.type, one.data, { app, customer }), note: noteOf(one.data) })),
    ...(written.data?.items ?? []).map((one) => ({
      id: one.id,
      at: one.created_at,
      tone: one.level === "error" ? ("bad" as const) : ("" as const),
      words: one.message ? `${one.action}: ${one.message}` : one.action,
      note: ["Written by your backend", one.code, one.request_id].filter(Boolean).join(" · "),
    })),
  ].sort((one, other) => other.at.localeCompare(one.at));
  if (lines.length === 0) return <div className="panel"><p className="soft">Nothing yet.</p></div>;
  return (
    <div className="panel">
      <ol className="timeline">
        {lines.map((line) => (
          <li key={line.id} className={line.tone}>
            <span>{line.words}</span>
            {line.note && <span className="soft small">{line.note}</span>}
            <Moment at={line.at} />
          </li>
        ))}
      </ol>
      {happened.data.next_cursor && <p className="faint small">The last {SHOWN}. All of it can be read through the API.</p>}
    </div>
  );
}

function noteOf(data: Readonly<Record<string, unknown>>): string | undefined {
  const detail = data["detail"] ?? data["reason_detail"];
  return typeof detail === "string" ? detail : undefined;
}
