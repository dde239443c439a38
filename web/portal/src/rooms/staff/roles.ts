import type { Role } from "../../api/types.ts";

export const ROLES: readonly { value: Role; label: string; help: string }[] = [
  { value: "owner", label: "Owner", help: "Everything, and who else is an owner." },
  { value: "admin", label: "Admin", help: "Everything except owners and how people sign in." },
  { value: "developer", label: "Developer", help: "Everything in environments, except API keys." },
  { value: "viewer", label: "Viewer", help: "Looks at everything, changes nothing." },
];

export function roleName(role: Role): string {
  return ROLES.find((one) => one.value === role)?.label ?? role;
}
