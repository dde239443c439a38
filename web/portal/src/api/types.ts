/** What crosses the wire: the API's own types, as they are generated from its document, by the names that rooms use. */

import type * as api from "../../../contract/api.d.ts";
import type * as portal from "../../../contract/portal.d.ts";

/** One page of a list. */
export interface Page<Item> {
  items: Item[];
  next_cursor?: string | null;
  total?: number | null;
}

export type Me = portal.Me;
export type Role = Me["staff"]["role"];
export type SignedInBy = Me["session"]["signed_in_by"];
export type Environment = portal.EnvironmentRef;
export type Mode = Environment["mode"];
export type Member = portal.Member;
export type Invited = portal.Invited;
export type StaffLink = portal.Link;
export type Policy = portal.Policy;
export type SingleSignOn = portal.SSO;
export type Enrolment = portal.Enrolment;
export type RecoveryCodes = portal.RecoveryCodes;
export type Passkey = portal.Passkey;
export type NewPasskey = portal.NewPasskey;
export type StaffSession = portal.Session;

/** The answer has all of them; only who sends one may leave some out. */
export type Theme = Required<api.ThemeWire>;
export type EnvironmentSettings = Omit<api.Environment, "theme"> & { theme: Theme };
/** The marketplace of whoever has connected nothing, with all that is behind each card. */
export type Showcase = Omit<api.Marketplace, "items"> & { items: api.CardDetail[] };
export type ProviderSummary = api.ProviderSummary;
export type ProviderMethod = api.Method;
export type Provider = api.Provider;
export type Integration = api.Integration;
export type Tile = api.Tile;
export type Report = api.Report;
export type Finding = api.Finding;
export type Customer = api.Customer;
export type Connection = api.Connection;
export type HistoryEntry = api.HistoryEntry;
export type LogEntry = api.Log;
export type Happening = api.Event;
export type Authorization = api.Authorization;
export type ConnectLink = api.ConnectLink;
export type NewConnectLink = api.NewConnectLink;
export type ConnectSession = api.SessionEntry;
export type APIKey = api.APIKey;
export type NewAPIKey = api.NewAPIKey;
export type AuditEntry = api.AuditEntry;
export type Statistics = api.Statistics;
export type Deletion = api.Deletion;

/** A value of a provider's, as its definition has it. */
export interface ProviderValue {
  name: string;
  label: string;
  help?: string;
  placeholder?: string;
  default?: string | null;
  required?: boolean;
  source?: string;
}
