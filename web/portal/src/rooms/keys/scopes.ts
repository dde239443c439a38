/** What a key may be allowed to do, grouped as people think of it. */

export interface ScopeGroup {
  name: string;
  scopes: readonly (readonly [scope: string, words: string])[];
}

export const SCOPE_GROUPS: readonly ScopeGroup[] = [
  {
    name: "Customers and their connections",
    scopes: [
      ["connect_sessions:write", "Open connect sessions, start authorizations"],
      ["connect_links:read", "See connect links"],
      ["connect_links:write", "Make and revoke connect links"],
      ["connect_sessions:read", "See connect sessions"],
      ["customers:read", "See customers"],
      ["customers:write", "Create, change and delete customers"],
      ["connections:read", "See connections and their history"],
      ["connections:write", "Renew, rename, import and disconnect connections"],
      ["credentials:read", "Read credentials: the customers' tokens and keys"],
    ],
  },
  {
    name: "Marketplace",
    scopes: [
      ["catalog:read", "See the catalog as customers do"],
      ["integrations:read", "See integrations"],
      ["integrations:write", "Add and change integrations"],
      ["providers:read", "See providers"],
      ["providers:write", "Add providers of your own"],
      ["tiles:read", "See tiles"],
      ["tiles:write", "Add and change tiles"],
    ],
  },
  {
    name: "Environment",
    scopes: [
      ["environment:read", "See the settings"],
      ["environment:write", "Change the settings"],
      ["api_keys:read", "See API keys"],
      ["api_keys:write", "Create and revoke API keys"],
      ["events:read", "Read events"],
      ["audit:read", "Read the audit log"],
    ],
  },
];

/** What a product's backend needs and no more. */
export const BACKEND: readonly string[] = [
  "catalog:read", "connect_sessions:write", "connections:read", "connections:write", "credentials:read", "customers:read", "customers:write",
];

export const READING: readonly string[] = SCOPE_GROUPS.flatMap((group) => group.scopes.map(([scope]) => scope)).filter((scope) => scope.endsWith(":read") && scope !== "credentials:read");
