/**
 * The marketplace in a frame of its own, out of the same stylesheet that customers get: the variables of a theme are
 * read at the root of a document, so a part of this page cannot show them.
 */

import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { Theme } from "../../api/types.ts";
import { Logo } from "../../parts/logo.tsx";
import { Glyph } from "../../parts/glyph.tsx";
import { categoryName } from "../../parts/words.tsx";
import { styles } from "../../shell.ts";
import { useIntegrations, useProviders } from "../connections/names.ts";
import { themeVariables } from "./theme-variables.ts";

/** Stand in while nothing is switched on. */
const EXAMPLES = ["slack", "hubspot", "google-drive", "stripe"];

interface Props {
  theme: Theme;
  scheme: "light" | "dark";
  fallbackName: string;
}

export function Preview({ theme, scheme, fallbackName }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [body, setBody] = useState<HTMLElement | null>(null);
  const page = `<!doctype html><html lang="en"><head><title>Preview</title><link rel="stylesheet" href="${styles}"></head><body class="page page--plain"></body></html>`;

  useEffect(() => {
    const root = frame.current?.contentDocument?.documentElement;
    if (!root || !body) return;
    root.dataset["theme"] = scheme;
    const variables = themeVariables(theme);
    for (const [name, value] of Object.entries(variables)) {
      if (value === null) root.style.removeProperty(`--theme-${name}`);
      else root.style.setProperty(`--theme-${name}`, value);
    }
  }, [body, scheme, theme]);

  return (
    <div className="preview">
      <iframe ref={frame} title="Preview of the marketplace" className="preview__frame" srcDoc={page} tabIndex={-1} onLoad={() => setBody(frame.current?.contentDocument?.body ?? null)} />
      {body && createPortal(<Shop theme={theme} fallbackName={fallbackName} />, body)}
    </div>
  );
}

function Shop({ theme, fallbackName }: { theme: Theme; fallbackName: string }) {
  const integrations = useIntegrations();
  const providers = useProviders();
  if (!integrations || !providers) return null;
  const on = integrations.filter((one) => one.enabled).slice(0, 4);
  const cards = on.length > 0
    ? on.map((one) => {
      const provider = providers.find((two) => two.slug === one.provider);
      const categories = one.categories?.length ? one.categories : provider?.categories ?? [];
      return { name: one.display_name, slug: one.slug, description: one.description, picture: one.logo, icon: provider?.icon ?? null, categories };
    })
    : providers.filter((one) => EXAMPLES.includes(one.slug)).map((one) => ({ ...one, picture: null }));
  const product = theme.product_name || fallbackName;
  return (
    <>
      <header className="topbar">
        <div className="shell">
          <span className="brand">{theme.logo ? <img className="brand__logo" src={theme.logo} alt="" /> : <span className="logo logo--brand logo--small" aria-hidden="true"><Glyph name="bothways" /></span>}<span>{product}</span></span>
        </div>
      </header>
      <main>
        <div className="shell">
          <div className="masthead"><h1>Integrations</h1><p className="lead">Connect the apps that you use with {product}.</p></div>
          <ul className="catalog">
            {cards.map((card, index) => (
              <li key={card.slug} className="card">
                <Logo name={card.name} slug={card.slug} picture={card.picture} icon={card.icon} size="normal" />
                <div className="card__title"><h2 className="card__name">{card.name}</h2><span className="card__kind">{card.categories.slice(0, 1).map(categoryName).join()}</span></div>
                <p className="card__about">{card.description}</p>
                <div className="card__foot">{index === 0 ? <span className="badge badge--good">Connected</span> : <span />}<span className={index === 1 ? "button button--small button--primary" : "button button--small"}>{index === 0 ? "Manage" : "Connect"}</span></div>
              </li>
            ))}
          </ul>
        </div>
      </main>
      <footer />
    </>
  );
}
