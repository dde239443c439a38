/** Which environment the side bar leads to, also on the pages of the workspace. */

import { useSession } from "../session.ts";
import type { Environment, Me } from "../api/types.ts";

const LAST = "bothways.environment";

/** The open one, the one that was open last, or the first: live before test. */
export function homeOf(me: Me, open: Environment | null): Environment | undefined {
  if (open) return open;
  const last = localStorage.getItem(LAST);
  const known = me.environments.find((one) => one.id === last);
  return known ?? me.environments.find((one) => one.mode === "live") ?? me.environments[0];
}

export function useHomeEnvironment(): Environment | undefined {
  const { me, environment } = useSession();
  return homeOf(me, environment);
}

export function remember(environment: Environment): void {
  localStorage.setItem(LAST, environment.id);
}
