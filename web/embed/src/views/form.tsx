/** The form for keys and connection values. What is wrong is said at its input, all at once; what was typed stays. */

import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { accountName } from "../accounts.ts";
import { blank, itemsOf, missing, part, told, type Faults } from "../form.ts";
import type { Account, Detail } from "../shapes.ts";
import { useMarket } from "./context.ts";
import { Field } from "./field.tsx";
import { Banner, Glyph } from "./pieces.tsx";

export function ConnectForm({ detail, renewed }: { detail: Detail; renewed: Account | undefined }) {
  const market = useMarket();
  const { words, facts } = market;
  const app = detail.name;
  const items = useMemo(() => itemsOf(detail), [detail]);
  const [typed, setTyped] = useState(() => blank(items, renewed?.values));
  const [faults, setFaults] = useState<Faults>({});
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const wrong = items.filter(({ path }) => faults[path]);

  // The first wrong input has the focus; with several, the list above it is read out as well.
  useEffect(() => {
    if (Object.keys(faults).length > 0) form.current?.querySelector<HTMLElement>("[aria-invalid], [data-all]")?.focus();
  }, [faults]);

  const send = async (event: JSX.TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const lacking = missing(items, typed, words);
    if (Object.keys(lacking).length > 0) return setFaults(lacking);
    setFaults({});
    setBusy(true);
    const values = part(items, typed, "values");
    const fault = detail.redirects
      ? await market.connecting.depart(detail, values, renewed?.id, true)
      : await market.connecting.submit(detail, values, part(items, typed, "fields"), renewed?.id);
    if (fault) setFaults(told(fault, items, words, app, facts.product));
    setBusy(false);
  };

  const title = renewed ? "form.reconnect" : detail.accounts.length > 0 ? "connect.another" : "form.connect";
  return (
    <section class="section">
      <div class="panel panel--float">
        <div class="stack stack--tight">
          <h2>{words.say(title, { app, account: renewed ? accountName(renewed, words) : "" })}</h2>
          {detail.method_help && !detail.redirects && <p class="soft">{detail.method_help}</p>}
          {detail.redirects && <p class="soft">{words.say("form.then", { app })}</p>}
        </div>
        <Summary faults={faults} wrong={wrong} app={app} />
        <form class="form" ref={form} noValidate onSubmit={(event) => void send(event)}>
          {items.map((item) => (
            <Field
              key={item.path}
              item={item}
              value={typed[item.path] ?? ""}
              error={faults[item.path]}
              onInput={(value) => setTyped({ ...typed, [item.path]: value })}
            />
          ))}
          <div class="form__actions">
            <button class="button button--primary" type="submit" aria-busy={busy || undefined} aria-disabled={busy || undefined}>
              {words.say(busy ? "form.checking" : detail.redirects ? "form.continue" : renewed ? "reconnect" : "form.connect", { app })}
            </button>
            {detail.accounts.length > 0 && (
              <button class="button button--quiet" type="button" onClick={() => market.go({ view: "app", slug: detail.slug })}>
                {words.say("cancel")}
              </button>
            )}
          </div>
          {items.some(({ input }) => input.secret) && (
            <p class="small faint row row--tight">
              <Glyph name="lock" />
              <span>{words.say("form.sealed")}</span>
            </p>
          )}
        </form>
      </div>
    </section>
  );
}

function Summary({ faults, wrong, app }: { faults: Faults; wrong: ReturnType<typeof itemsOf>; app: string }) {
  const { words } = useMarket();
  const all = faults[""];
  return (
    <div role="alert">
      {all && (
        <div tabIndex={-1} data-all>
          <Banner notice={{ tone: "bad", title: words.say("outcome.unknown", { app }), text: all }} />
        </div>
      )}
      {wrong.length > 1 && (
        <Banner
          notice={{
            tone: "bad",
            title: words.say("form.faults", { count: wrong.length }),
            text: words.list(wrong.map(({ input }) => words.label(input.label))),
          }}
        />
      )}
    </div>
  );
}
