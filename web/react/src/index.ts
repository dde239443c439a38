export { ConnectButton, Marketplace } from "./components.tsx";
export type { ConnectButtonProps, MarketplaceProps } from "./components.tsx";
export { useBothwaysEvent, useCustomer, useIntegrations } from "./hooks.ts";
export type { Integrations } from "./hooks.ts";
export { BothwaysProvider, useBothways } from "./provider.tsx";
export type { BothwaysProviderProps, Standing } from "./provider.tsx";
