/** A table of the server's: it filters, sorts and pages there. */

import type { ReactNode } from "react";
import { Link } from "react-router";
import type { UseQueryResult } from "@tanstack/react-query";
import type { Problem } from "../api/problem.ts";
import type { Page } from "../api/types.ts";
import { useCursor, useSort } from "./address.ts";
import { Button } from "./button.tsx";
import { Glyph } from "./glyph.tsx";
import { ProblemBanner } from "./notice.tsx";

export interface Column<Row> {
  name: string;
  /** The heading is for screen readers only. */
  quiet?: boolean;
  /** `extra` gives way on a phone. */
  kind?: "number" | "actions" | "extra";
  /** What the server calls an order by this column. */
  sort?: string;
  cell: (row: Row) => ReactNode;
}

interface TableProps<Row> {
  name: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  id: (row: Row) => string;
  busy?: boolean;
  /** The order that the list has when nobody chose one. */
  sorted?: string;
}

/** The first column names its row. */
export function Table<Row>({ name, columns, rows, id, busy = false, sorted }: TableProps<Row>) {
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label={name} aria-busy={busy}>
      <table className="table table--stacks">
        <thead>
          <tr>{columns.map((column) => column.sort ? <SortedHead key={column.name} column={column} {...(sorted && { sorted })} /> : <th key={column.name} scope="col" className={column.kind}>{column.quiet ? <span className="visually-hidden">{column.name}</span> : column.name}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={id(row)}>
              {columns.map((column, index) => index === 0
                ? <th key={column.name} scope="row">{column.cell(row)}</th>
                : <td key={column.name} className={column.kind} {...(column.quiet ? {} : { "data-label": column.name })}>{column.cell(row)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A press goes by this column, a second one turns it round. */
function SortedHead<Row>({ column, sorted = "" }: { column: Column<Row>; sorted?: string }) {
  const [asked, sort] = useSort();
  const now = asked ?? sorted;
  const own = column.sort ?? "";
  const order = now === own ? "ascending" : now === `-${own}` ? "descending" : undefined;
  // Names begin with A, times with the newest.
  const next = order === "ascending" ? `-${own}` : order === "descending" ? own : own.endsWith("_at") ? `-${own}` : own;
  return (
    <th scope="col" className={column.kind} {...(order && { "aria-sort": order })}>
      <button type="button" className="sorter" onClick={() => sort(next)}>{column.name}<Glyph name="down" /></button>
    </th>
  );
}

interface PagedProps<Row> extends Omit<TableProps<Row>, "rows" | "busy"> {
  read: UseQueryResult<Page<Row>, Problem>;
  /** Shown where there is nothing at all. */
  empty: ReactNode;
  /** Something narrows the list; then an empty one is not the beginning. */
  filtered?: boolean;
  onClear?: () => void;
  /** What its place is called in the address, where a page has several lists. */
  cursor?: string;
}

/** One page of it, with what there is to say while it loads, when it fails and when it is empty. */
export function PagedTable<Row>({ read, empty, filtered = false, onClear, cursor: place, ...table }: PagedProps<Row>) {
  const [cursor, go, first, previous] = useCursor(place);
  if (read.isPending) return <TableWaiting columns={table.columns.length} name={table.name} />;
  if (read.isError) return <ProblemBanner problem={read.error} again={() => void read.refetch()} />;
  const { items, next_cursor: next, total } = read.data;
  if (items.length === 0 && !cursor) {
    return filtered ? <NothingFound {...(onClear && { onClear })} /> : <>{empty}</>;
  }
  return (
    <div className="stack">
      <Table {...table} rows={items} busy={read.isPlaceholderData} />
      {(next || first || total != null) && (
        <nav className="pager" aria-label={`Pages of ${table.name.toLowerCase()}`}>
          <span className="small faint" role="status">{told(items.length, total, Boolean(cursor))}</span>
          <div className="row row--tight">
            {first && <Button small onClick={first}>First page</Button>}
            {previous && <Button small glyph="back" onClick={previous}>Previous</Button>}
            {(next || first) && <Button small disabled={!next} onClick={() => next && go(next)}>Next<Glyph name="forward" /></Button>}
          </div>
        </nav>
      )}
    </div>
  );
}

function told(shown: number, total: number | null | undefined, later: boolean): string {
  if (total == null) return `${shown} shown`;
  return shown === total && !later ? `${total.toLocaleString()} in all` : `${shown} of ${total.toLocaleString()}`;
}

function NothingFound({ onClear }: { onClear?: () => void }) {
  return (
    <div className="empty empty--small" role="status">
      <Glyph name="search" />
      <h2>Nothing matches</h2>
      <p>Try other words, or fewer filters.</p>
      {onClear && <div className="row row--center"><Button small onClick={onClear}>Clear all filters</Button></div>}
    </div>
  );
}

export function TableWaiting({ columns, name }: { columns: number; name: string }) {
  return (
    <div className="table-frame table-frame--waiting" role="status" aria-label={`Loading ${name.toLowerCase()}`}>
      {Array.from({ length: 6 }, (_, row) => (
        <div key={row} className="table-frame__row">
          {Array.from({ length: columns }, (_unused, column) => <span key={column} className={`skeleton ${(row + column) % 2 ? "skeleton--short" : "skeleton--long"}`} />)}
        </div>
      ))}
    </div>
  );
}

/** The name of a row that leads to its page. */
export function RowLink({ to, children, before }: { to: string; children: ReactNode; before?: ReactNode }) {
  return (
    <span className="row-link">
      {before}
      <Link to={to}>{children}</Link>
    </span>
  );
}
