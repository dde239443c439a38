import type { BothwaysError, Customer, Events, Integration } from "@bothways/sdk";
import { useCallback, useEffect, useRef, useState } from "react";
import { useBothways } from "./provider.tsx";

const NEWS = ["connection.created", "connection.updated", "connection.disconnected"] as const;

/** The customer of the session; null until it has begun. */
export function useCustomer(): Customer | null {
  return useBothways().session?.customer ?? null;
}

/** Calls the newest `handler` for each event. */
export function useBothwaysEvent<Name extends keyof Events>(name: Name, handler: (data: Events[Name]) => void): void {
  const { bothways } = useBothways();
  const newest = useRef(handler);
  useEffect(() => {
    newest.current = handler;
  });
  useEffect(() => bothways.on(name, (data) => newest.current(data)), [bothways, name]);
}

export interface Integrations {
  /** Null until they were read once. */
  integrations: Integration[] | null;
  error: BothwaysError | null;
  refresh(): Promise<void>;
}

/** What the customer can connect and has connected; read anew when that changes, and when the page is looked at again. */
export function useIntegrations(): Integrations {
  const { bothways, session } = useBothways();
  const [state, setState] = useState<Omit<Integrations, "refresh">>({ integrations: null, error: null });
  const asked = useRef(0);

  const refresh = useCallback(async () => {
    if (!session) return;
    // The answer to an older question may come last.
    const number = ++asked.current;
    const next = await bothways.getIntegrations().then(
      (integrations) => ({ integrations, error: null }),
      (error: BothwaysError) => ({ error }),
    );
    if (number === asked.current) setState((before) => ({ ...before, ...next }));
  }, [bothways, session]);

  useEffect(() => {
    const again = () => void refresh();
    const offs = NEWS.map((name) => bothways.on(name, again));
    window.addEventListener("focus", again);
    again();
    return () => {
      asked.current++;
      window.removeEventListener("focus", again);
      for (const off of offs) off();
    };
  }, [bothways, refresh]);

  return { ...state, refresh };
}
