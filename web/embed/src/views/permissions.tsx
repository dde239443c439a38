/** What connecting allows, in sentences; the scopes' own names for those who want to know. */

import { isExplained, permissionSentence } from "../permissions.ts";
import type { Detail } from "../shapes.ts";
import { useMarket } from "./context.ts";
import { Glyph } from "./pieces.tsx";

export function Permissions({ detail }: { detail: Detail }) {
  const { words, facts } = useMarket();
  const app = detail.name;
  const explained = detail.permissions.filter(isExplained);
  const scopes = detail.permissions.flatMap((permission) => permission.scopes);
  return (
    <section class="section">
      <h2>{words.say("permissions.title", { product: facts.product })}</h2>
      {explained.length > 0 && (
        <ul class="permissions">
          {explained.map((permission) => (
            <li key={permission.scopes.join(" ")}>
              <Glyph name="check" />
              <div>{permissionSentence(permission, words)}</div>
            </li>
          ))}
        </ul>
      )}
      {explained.length === 0 && (
        <p class="soft">{words.say(detail.redirects ? "permissions.asked_there" : "permissions.of_the_key", { app })}</p>
      )}
      {scopes.length > 0 && (
        <details class="disclosure">
          <summary>{words.say("permissions.details")}</summary>
          <ul class="scopes">
            {scopes.map((scope) => (
              <li key={scope}>
                <code>{scope}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
