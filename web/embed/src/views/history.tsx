/** What happened with the accounts of an app, newest first. */

import type { Detail, Happening } from "../shapes.ts";
import type { Words } from "../words.ts";
import { useMarket } from "./context.ts";
import { Time } from "./pieces.tsx";

export function History({ detail }: { detail: Detail }) {
  const { words } = useMarket();
  if (detail.happenings.length === 0) return null;
  return (
    <section class="section">
      <h2>{words.say("history.title")}</h2>
      <ol class="timeline">
        {detail.happenings.map((happening) => (
          <li key={happening.id} class={happening.tone}>
            <span>{sentenceOf(happening, words)}</span>
            <Time at={happening.at} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function sentenceOf({ type, params, fallback }: Happening, words: Words): string {
  const another = words.say("history.another");
  return words.find(`history.${type.replace("connection.", "")}`, { old: another, new: another, ...params }) ?? fallback;
}
