import type { BothwaysError, ConnectOptions, ConnectionNews, MarketplaceOptions } from "@bothways/sdk";
import { useEffect, useRef, useState } from "react";
import type { ComponentPropsWithoutRef, MouseEvent } from "react";
import { useBothways } from "./provider.tsx";

export interface MarketplaceProps extends Omit<MarketplaceOptions, "into" | "signal"> {
  className?: string;
}

/** The marketplace in the page, as high as its content. Errors are `error` events: see useBothwaysEvent. */
export function Marketplace({ className, ...options }: MarketplaceProps) {
  const { bothways, session } = useBothways();
  const place = useRef<HTMLDivElement>(null);
  const customer = session?.customer.id;
  const looks = JSON.stringify(options);

  useEffect(() => {
    if (!customer || !place.current) return;
    const ending = new AbortController();
    const wanted = JSON.parse(looks) as MarketplaceOptions;
    bothways.openMarketplace({ ...wanted, into: place.current, signal: ending.signal }).catch(() => {});
    return () => ending.abort();
  }, [bothways, customer, looks]);

  return <div ref={place} className={className} />;
}

export interface ConnectButtonProps extends Omit<ComponentPropsWithoutRef<"button">, "onError"> {
  /** Id or slug. */
  integration: string;
  options?: ConnectOptions;
  onConnected?: (news: ConnectionNews) => void;
  /** Code `closed`: the customer closed it, and can press again. */
  onError?: (error: BothwaysError) => void;
}

/** A button that connects one integration: to the consent, or to its form. */
export function ConnectButton(props: ConnectButtonProps) {
  const { integration, options, onConnected, onError, onClick, disabled, children = "Connect", ...rest } = props;
  const { bothways, session } = useBothways();
  const [busy, setBusy] = useState(0);

  function connect(event: MouseEvent<HTMLButtonElement>) {
    onClick?.(event);
    if (event.defaultPrevented) return;
    setBusy((count) => count + 1);
    // In the click itself: only then may a window open.
    bothways
      .connect(integration, options)
      // Without a handler it is an event only.
      .then(onConnected, onError ?? (() => {}))
      .finally(() => setBusy((count) => count - 1));
  }

  return (
    <button type="button" {...rest} disabled={disabled || !session} aria-busy={busy > 0} onClick={connect}>
      {children}
    </button>
  );
}
