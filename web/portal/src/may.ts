/** What somebody may do. The server decides; this only keeps from view what it would refuse. */

import { useSession } from "./session.ts";

/** A scope of the API, or what belongs to the workspace as a whole, which owners and admins look after. */
export type Deed = `${string}:read` | `${string}:write` | "workspace:manage";

export function useMay(): (deed: Deed) => boolean {
  const { scopes, staff } = useSession().me;
  return (deed) => deed === "workspace:manage" ? staff.role === "owner" || staff.role === "admin" : scopes.includes(deed);
}
