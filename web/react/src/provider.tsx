/** One session for everything below it. */

import { createBothways } from "@bothways/sdk";
import type { Bothways, BothwaysError, Session } from "@bothways/sdk";
import { createContext, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { ReactNode } from "react";

export interface Standing {
  bothways: Bothways;
  /** Null until the session has begun, and where it could not. */
  session: Session | null;
  error: BothwaysError | null;
}

export interface BothwaysProviderProps {
  /** Where Bothways runs. */
  baseUrl: string;
  /** Gets a session token from your backend: at the start, and whenever a session has ended. */
  getToken: () => string | Promise<string>;
  children?: ReactNode;
}

const Context = createContext<Standing | null>(null);

/** Nothing is asked for while a server renders; the session begins in the browser. */
export function BothwaysProvider({ baseUrl, getToken, children }: BothwaysProviderProps) {
  const bothways = useMemo(() => createBothways(), []);
  const [state, setState] = useState<Omit<Standing, "bothways">>({ session: null, error: null });
  // The newest one is asked, and a new function at every render begins no new session.
  const asked = useRef(getToken);
  useEffect(() => {
    asked.current = getToken;
  });

  useEffect(() => {
    let isGone = false;
    const off = bothways.on("authenticated", (session) => isGone || setState({ session, error: null }));
    const renew = async () => asked.current();
    renew()
      .then((token) => (isGone ? undefined : bothways.authenticate(token, { baseUrl, renew })))
      .catch((error: BothwaysError) => isGone || setState({ session: null, error }));
    return () => {
      isGone = true;
      off();
      void bothways.closeMarketplace();
    };
  }, [bothways, baseUrl]);

  const standing = useMemo(() => ({ bothways, ...state }), [bothways, state]);
  return <Context.Provider value={standing}>{children}</Context.Provider>;
}

/** The SDK, its session, and why there is none. Throws outside of a provider. */
export function useBothways(): Standing {
  const found = useContext(Context);
  if (!found) throw new Error("useBothways() was called outside of <BothwaysProvider>.");
  return found;
}
