/** The pages, each fetched when somebody first goes there. */

import { fetched } from "./parts/fetched.ts";

export const Account = fetched("Account", () => import("./rooms/account/account.tsx"));
export const Addresses = fetched("Addresses", () => import("./rooms/addresses/addresses.tsx"));
export const AuditLog = fetched("AuditLog", () => import("./rooms/audit/audit-log.tsx"));
export const WorkspaceLog = fetched("WorkspaceLog", () => import("./rooms/audit/audit-log.tsx"));
export const ConnectionPage = fetched("ConnectionPage", () => import("./rooms/connections/connection-page.tsx"));
export const Connections = fetched("Connections", () => import("./rooms/connections/connections.tsx"));
export const CustomerPage = fetched("CustomerPage", () => import("./rooms/customers/customer-page.tsx"));
export const Customers = fetched("Customers", () => import("./rooms/customers/customers.tsx"));
export const Events = fetched("Events", () => import("./rooms/events/events.tsx"));
export const AddIntegration = fetched("AddIntegration", () => import("./rooms/integrations/add-integration.tsx"));
export const IntegrationPage = fetched("IntegrationPage", () => import("./rooms/integrations/integration-page.tsx"));
export const Integrations = fetched("Integrations", () => import("./rooms/integrations/integrations.tsx"));
export const CreateKey = fetched("CreateKey", () => import("./rooms/keys/create-key.tsx"));
export const Keys = fetched("Keys", () => import("./rooms/keys/keys.tsx"));
export const Links = fetched("Links", () => import("./rooms/links/links.tsx"));
export const Look = fetched("Look", () => import("./rooms/look/look.tsx"));
export const Overview = fetched("Overview", () => import("./rooms/overview/overview.tsx"));
export const StaffRoom = fetched("StaffRoom", () => import("./rooms/staff/staff-room.tsx"));
export const AddTile = fetched("AddTile", () => import("./rooms/tiles/tile-page.tsx"));
export const TilePage = fetched("TilePage", () => import("./rooms/tiles/tile-page.tsx"));
export const Tiles = fetched("Tiles", () => import("./rooms/tiles/tiles.tsx"));
export const WaysIn = fetched("WaysIn", () => import("./rooms/ways-in/ways-in.tsx"));
