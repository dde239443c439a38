/** What somebody may do. The server decides; this only keeps from view what it would refuse. */

import { useSession } from "./session.ts";

/** A scope of the API, or what belongs to the workspace as a whole, which owners and admins look after; how people
 * sign in is the owners' alone. */
export type Deed = `${string}:read` | `${string}:write` | "workspace:manage" | "sign_in:manage";

export function useMay(): (deed: Deed) => boolean {
  const { scopes, staff } = useSession().me;
  return (deed) => deed === "sign_in:manage" ? staff.role === "owner" : deed === "workspace:manage" ? staff.role === "owner" || staff.role === "admin" : scopes.includes(deed);
}
