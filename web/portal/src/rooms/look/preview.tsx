/** The marketplace itself, in a frame as customers get it, in a look that is not saved yet. It has nobody's accounts. */

import { useEffect, useMemo, useRef, useState } from "react";
import { faultyOption, readFrameMessage, written, type FrameOptions } from "../../../../contract/messages.ts";
import { useRead } from "../../api/hooks.ts";
import type { Showcase, Theme } from "../../api/types.ts";
import { useEnvironment } from "../../session.ts";
import { useExamples } from "./examples.ts";

interface Props {
  theme: Theme;
  scheme: "light" | "dark";
  fallbackName: string;
}

export function Preview({ theme, scheme, fallbackName }: Props) {
  const { id } = useEnvironment();
  const frame = useRef<HTMLIFrameElement>(null);
  const [ready, setReady] = useState(0);
  const read = useRead<Showcase>("/v1/environment/marketplace").data;
  const examples = useExamples(read?.items.length === 0);
  const shop = examples ?? read;

  useEffect(() => {
    const hear = ({ data, origin, source }: MessageEvent) => {
      const isOurs = origin === location.origin && source === frame.current?.contentWindow;
      if (isOurs && readFrameMessage(data)?.type === "ready") setReady((times) => times + 1);
    };
    addEventListener("message", hear);
    return () => removeEventListener("message", hear);
  }, []);

  const said = useMemo(() => {
    const product = theme.product_name || fallbackName;
    return shop && written({ type: "preview", options: optionsOf(theme, scheme), product, logo: theme.logo ?? undefined, shop });
  }, [theme, scheme, fallbackName, shop]);

  useEffect(() => {
    if (ready && said) frame.current?.contentWindow?.postMessage(said, location.origin);
  }, [ready, said]);

  return (
    <>
      <div className="preview">
        <iframe ref={frame} key={id} title="Preview of the marketplace" className="preview__frame" src={`/embed/${id}/preview`} />
      </div>
      <p className="faint small">
        {examples ? "Nothing is switched on here yet: these are examples." : "The marketplace as your customers get it, with nobody's accounts."} In the preview nothing is connected.
      </p>
    </>
  );
}

/** What is half typed is left out, as if it were not chosen. */
function optionsOf(theme: Theme, scheme: "light" | "dark"): FrameOptions {
  const { product_name: _, logo: _logo, mode: _mode, ...looks } = theme;
  const chosen = Object.entries(looks).filter(([name, value]) => value !== null && faultyOption({ [name]: value }) === undefined);
  return { mode: "modal", theme: scheme, ...Object.fromEntries(chosen) };
}
