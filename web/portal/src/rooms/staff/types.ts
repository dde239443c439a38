import type { Role } from "../../api/types.ts";

export interface Member {
  id: string;
  email: string;
  name: string;
  role: Role;
  created_at: string;
  last_seen_at?: string | null;
  second_factor?: boolean;
  invited?: boolean;
}

export interface Invitation {
  id: string;
  email: string;
  role: Role;
  url?: string | null;
  expires_at: string;
}

export const ROLES: readonly { value: Role; label: string; help: string }[] = [
  { value: "owner", label: "Owner", help: "Everything, and who else is an owner." },
  { value: "admin", label: "Admin", help: "Everything except owners." },
  { value: "developer", label: "Developer", help: "Everything in environments, except API keys." },
  { value: "viewer", label: "Viewer", help: "Looks at everything, changes nothing." },
];

export function roleName(role: Role): string {
  return ROLES.find((one) => one.value === role)?.label ?? role;
}
