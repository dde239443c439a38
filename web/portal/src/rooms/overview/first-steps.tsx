/** What to do first, until all of it is done. */

import { useState } from "react";
import { useRead } from "../../api/hooks.ts";
import type { APIKey, Connection, EnvironmentSettings, Integration, Page } from "../../api/types.ts";
import { useMay } from "../../may.ts";
import { Button, LinkButton, OutButton } from "../../parts/button.tsx";
import { Glyph } from "../../parts/glyph.tsx";
import { useAddress, useEnvironment } from "../../session.ts";

export function FirstSteps() {
  const to = useAddress();
  const may = useMay();
  const { id } = useEnvironment();
  const [hidden, setHidden] = useState(() => localStorage.getItem(`bothways.steps.${id}`) === "hidden");
  const wanted = !hidden && may("integrations:write");
  const on = useRead<Page<Integration>>(wanted ? "/v1/integrations" : null, { enabled: true, limit: 1 });
  const keys = useRead<Page<APIKey>>(wanted && may("api_keys:read") ? "/v1/api-keys" : null, { limit: 1 });
  const settings = useRead<EnvironmentSettings>(wanted ? "/v1/environment" : null);
  const connections = useRead<Page<Connection>>(wanted ? "/v1/connections" : null, { limit: 1 });
  if (!wanted || !on.data || !settings.data || !connections.data) return null;
  const steps: readonly Step[] = [
    {
      done: on.data.items.length > 0,
      title: "Switch on an integration",
      about: "Pick a provider from the catalog and give it your own client id and secret there.",
      action: <LinkButton small to={to("integrations/add")}>Add an integration</LinkButton>,
    },
    {
      done: connections.data.items.length > 0,
      title: "Connect an account yourself",
      about: "A connect link opens the marketplace as your customers will see it.",
      action: <LinkButton small to={to("links")}>Create a connect link</LinkButton>,
    },
    ...(may("api_keys:write") ? [{
      done: (keys.data?.items.length ?? 0) > 0,
      title: "Give your backend an API key",
      about: "With it your backend opens connect sessions and reads credentials.",
      action: <LinkButton small to={to("keys/create")}>Create an API key</LinkButton>,
    }] : []),
    {
      done: settings.data.allowed_origins.length > 0,
      title: "Show the marketplace in your product",
      about: "Allow your site's origin, then add a few lines of script.",
      action: <LinkButton small to={to("addresses")}>Allow an origin</LinkButton>,
    },
  ];
  const left = steps.filter((step) => !step.done).length;
  if (left === 0) return null;
  const hide = () => {
    localStorage.setItem(`bothways.steps.${id}`, "hidden");
    setHidden(true);
  };
  return (
    <section className="panel first-steps" aria-labelledby="first-steps">
      <div className="section__head">
        <div><h2 id="first-steps">First steps</h2><p className="soft small">{steps.length - left} of {steps.length} done</p></div>
        <div className="row row--tight"><OutButton small tone="quiet" href="/reference">API reference</OutButton><Button small tone="quiet" onClick={hide}>Hide</Button></div>
      </div>
      <ol className="first-steps__list">
        {steps.map((step, index) => {
          const next = !step.done && steps.slice(0, index).every((before) => before.done);
          return (
            <li key={step.title} className={step.done ? "first-step first-step--done" : "first-step"}>
              <span className={step.done ? "guide__number guide__number--done" : "guide__number"} aria-hidden="true">{step.done ? <Glyph name="check" /> : index + 1}</span>
              <div><h3>{step.title}{step.done && <span className="visually-hidden"> (done)</span>}</h3>{!step.done && <p className="soft small">{step.about}</p>}</div>
              {!step.done && <div className={next ? "first-step__action first-step__action--next" : "first-step__action"}>{step.action}</div>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

interface Step {
  done: boolean;
  title: string;
  about: string;
  action: React.ReactNode;
}
