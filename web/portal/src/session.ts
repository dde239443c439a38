/** Who is signed in, where, and what they may do. */

import { createContext, useContext } from "react";
import type { Environment, Me } from "./api/types.ts";

export interface Session {
  me: Me;
  /** The environment that is open; null on the pages of the workspace. */
  environment: Environment | null;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("used outside of the portal");
  return session;
}

/** The environment that is open. For pages that stand below one. */
export function useEnvironment(): Environment {
  const { environment } = useSession();
  if (!environment) throw new Error("used outside of an environment");
  return environment;
}

/** The address of a page in the open environment. */
export function useAddress(): (path?: string) => string {
  const { id } = useEnvironment();
  return (path = "") => `/${id}${path && `/${path}`}`;
}
