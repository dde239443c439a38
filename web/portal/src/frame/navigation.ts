/** The rooms of the portal, as the side bar and the command palette list them. */

import type { Deed } from "../may.ts";
import type { GlyphName } from "../parts/glyph.tsx";

export interface Place {
  /** Below the environment, or "/..." below the portal. */
  path: string;
  label: string;
  glyph: GlyphName;
  deed: Deed;
  /** Other words that somebody may look for. */
  also?: string;
}

export interface PlaceGroup {
  name: string;
  places: readonly Place[];
}

export const PLACES: readonly PlaceGroup[] = [
  {
    name: "Environment",
    places: [
      { path: "", label: "Overview", glyph: "home", deed: "connections:read", also: "home dashboard statistics" },
      { path: "connections", label: "Connections", glyph: "link", deed: "connections:read", also: "accounts state reconnect" },
      { path: "customers", label: "Customers", glyph: "users", deed: "customers:read", also: "tenants" },
      { path: "links", label: "Connect links", glyph: "external", deed: "connect_links:read", also: "invite mail support" },
    ],
  },
  {
    name: "Marketplace",
    places: [
      { path: "integrations", label: "Integrations", glyph: "grid", deed: "integrations:read", also: "providers apps client secret scopes" },
      { path: "tiles", label: "Tiles", glyph: "tile", deed: "tiles:read", also: "promotional custom" },
      { path: "look", label: "Look", glyph: "eye", deed: "environment:read", also: "theme colours accent radius font logo" },
    ],
  },
  {
    name: "Developers",
    places: [
      { path: "keys", label: "API keys", glyph: "key", deed: "api_keys:read", also: "token secret backend" },
      { path: "addresses", label: "Origins and URLs", glyph: "sliders", deed: "environment:read", also: "allowed origins return urls settings" },
      { path: "events", label: "Events", glyph: "pulse", deed: "events:read", also: "log happenings" },
      { path: "audit", label: "Audit log", glyph: "list", deed: "audit:read", also: "who did what trail" },
    ],
  },
  {
    name: "Workspace",
    places: [
      { path: "/staff", label: "Staff", glyph: "user", deed: "connections:read", also: "people members invite roles" },
      { path: "/activity", label: "Workspace log", glyph: "list", deed: "workspace:manage", also: "audit who signed in invited" },
      { path: "/ways-in", label: "Sign-in", glyph: "shield", deed: "sign_in:manage", also: "sso oidc openid second factor policy" },
    ],
  },
];

/** The whole address of a place. */
export function addressOf(place: Place, environmentId: string): string {
  if (place.path.startsWith("/")) return place.path;
  return place.path ? `/${environmentId}/${place.path}` : `/${environmentId}`;
}
