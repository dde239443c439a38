/** Days as bars, and the same numbers as a table for those who cannot see bars. */

import { Suspense, useState } from "react";
import { fetched } from "../../parts/fetched.ts";
import { Part } from "../../parts/page.tsx";
import { Table } from "../../parts/table.tsx";
import { Button } from "../../parts/button.tsx";
import type { Series } from "./bar-chart.tsx";
import type { StatisticsDay } from "./statistics.ts";

const CONNECTIONS: readonly Series<StatisticsDay>[] = [
  { name: "Connected", tone: "good", of: (day) => day.connected + day.reconnected },
  { name: "Lost", tone: "bad", of: (day) => day.needs_reauth },
  { name: "Disconnected", tone: "plain", of: (day) => day.disconnected },
];
const RENEWALS: readonly Series<StatisticsDay>[] = [
  { name: "Renewed", tone: "info", of: (day) => day.renewed },
  { name: "Failed", tone: "warn", of: (day) => day.renewal_failed },
];

// Heavier than all the rest of the page, and its sums are read above it.
const BarChart = fetched("BarChart", () => import("./bar-chart.tsx"));

export function Charts({ days }: { days: readonly StatisticsDay[] }) {
  return (
    <div className="columns columns--charts">
      <Chart title="Connections per day" days={days} series={CONNECTIONS} />
      <Chart title="Renewals per day" days={days} series={RENEWALS} />
    </div>
  );
}

function Chart({ title, days, series }: { title: string; days: readonly StatisticsDay[]; series: readonly Series<StatisticsDay>[] }) {
  const [asTable, setAsTable] = useState(false);
  const sums = series.map((one) => ({ ...one, sum: days.reduce((sum, day) => sum + one.of(day), 0) }));
  const happened = days.filter((day) => series.some((one) => one.of(day) > 0));
  return (
    <Part title={title} actions={happened.length > 0 && <Button small tone="quiet" onClick={() => setAsTable(!asTable)}>{asTable ? "Show as bars" : "Show as a table"}</Button>}>
      <div className="panel chart">
        <ul className="legend">
          {sums.map((one) => <li key={one.name}><span className={`legend__sign legend__sign--${one.tone}`} aria-hidden="true" />{one.name} <b>{one.sum.toLocaleString()}</b></li>)}
        </ul>
        {happened.length === 0
          ? <p className="soft small chart__nothing">Nothing in these {days.length} days.</p>
          : asTable
            ? <Table name={`${title}, in numbers`} rows={[...happened].reverse()} id={(day) => day.day} columns={[{ name: "Day", cell: (day) => day.day }, ...series.map((one) => ({ name: one.name, kind: "number" as const, cell: (day: StatisticsDay) => one.of(day).toLocaleString() }))]} />
            : <Suspense fallback={<div className="bars" />}><BarChart label={`${title}: ${sums.map((one) => `${one.name.toLowerCase()} ${one.sum}`).join(", ")} in ${days.length} days`} days={days} series={series} /></Suspense>}
      </div>
    </Part>
  );
}
