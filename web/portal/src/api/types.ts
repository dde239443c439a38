/** What crosses the wire. */

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
  total?: number | null;
}

export type Role = "owner" | "admin" | "developer" | "viewer";
export type Mode = "test" | "live";

export interface Environment {
  id: string;
  name: string;
  mode: Mode;
}

export interface Me {
  staff: { id: string; email: string; name: string; role: Role };
  csrf: string;
  workspace: { id: string; name: string };
  environments: Environment[];
  /** What one may do in each of them, and what one may allow an API key. */
  scopes: string[];
  grantable: string[];
  second_factor: { required: boolean; totp: boolean; passkeys: number };
}

export interface Theme {
  product_name: string | null;
  accent: string | null;
  radius: number | null;
  font: string | null;
  mode: "auto" | "light" | "dark";
  logo: string | null;
}

export interface EnvironmentSettings {
  id: string;
  mode: Mode;
  name: string;
  return_urls: string[];
  allowed_origins: string[];
  theme: Theme;
}

export interface ProviderMethod {
  id: string;
  type: string;
  label: string;
  help: string;
  client: string;
  setup_url: string | null;
  default_scopes: string[];
  required_scopes: string[];
  offered_scopes: string[];
}

export interface ProviderSummary {
  slug: string;
  name: string;
  description: string;
  categories: string[];
  website: string | null;
  docs_url: string | null;
  icon: string | null;
  origin: string;
  methods: ProviderMethod[];
}

export interface ProviderValue {
  name: string;
  label: string;
  help?: string;
  placeholder?: string;
  prefix?: string;
  suffix?: string;
  default?: string | null;
  required?: boolean;
  source?: string;
  kind?: string;
}

export interface Provider extends ProviderSummary {
  definition: { values?: ProviderValue[]; methods?: { id: string; values?: string[] }[] };
}

export interface Integration {
  id: string;
  slug: string;
  provider: string;
  method_id: string;
  client_id: string | null;
  has_client_secret: boolean;
  redirect_uri: string;
  scopes: string[];
  authorize_params: Record<string, string>;
  values: Record<string, string>;
  display_name: string;
  description: string;
  long_description: string;
  categories: string[];
  background: string | null;
  documentation_url: string | null;
  logo: string | null;
  enabled: boolean;
  created_at: string;
  updated_at: string;
}

export interface Finding {
  check: string;
  outcome: "passed" | "warning" | "failed" | "unknown";
  message: string;
  next_step: string;
}

export interface Report {
  ok: boolean;
  findings: Finding[];
}

export interface Tile {
  id: string;
  slug: string;
  kind: "promotional" | "custom";
  name: string;
  description: string;
  long_description: string;
  link_url: string | null;
  categories: string[];
  logo: string | null;
  background: string | null;
  published: boolean;
  position: number;
  created_at: string;
  updated_at: string;
}

export interface Customer {
  id: string;
  external_id: string;
  name: string | null;
  email: string | null;
  metadata: Record<string, string>;
  created_at: string;
  updated_at: string;
}

export type ConnectionState = "active" | "needs_reauth" | "disconnected";

export interface Connection {
  id: string;
  customer: { id: string; external_id: string; name: string | null };
  integration_id: string;
  provider: string;
  method_id: string;
  type: string;
  state: ConnectionState;
  reason: string | null;
  reason_detail: string | null;
  trouble: { verdict: string; detail: string; retry_at: string | null } | null;
  label: string;
  account: { id: string | null; label: string | null };
  replaced_account: { id: string; label: string | null; at: string } | null;
  scopes: string[];
  values: Record<string, string>;
  metadata: Record<string, string>;
  version: number;
  renewable: boolean;
  obtained_at: string;
  expires_at: string | null;
  created_at: string;
  updated_at: string;
  disconnected_at: string | null;
}

export interface HistoryEntry {
  id: string;
  type: string;
  data: Record<string, unknown>;
  created_at: string;
}

export interface Happening extends HistoryEntry {
  subject_id: string;
  customer_id: string | null;
}

export interface LogEntry {
  id: string;
  level: "info" | "error";
  action: string;
  message: string | null;
  code: string | null;
  error_class: string | null;
  request_id: string | null;
  created_at: string;
}

export interface Authorization {
  id: string;
  url: string | null;
  expires_at: string;
}

export interface ConnectLink {
  id: string;
  name: string | null;
  customer_id: string;
  integration_ids: string[] | null;
  created_at: string;
  expires_at: string;
  revoked_at: string | null;
  last_opened_at: string | null;
  opened_count: number;
  state: "active" | "expired" | "revoked";
  url?: string | null;
}

export interface ConnectSession {
  id: string;
  customer_id: string;
  integration_ids: string[] | null;
  created_at: string;
  expires_at: string;
  revoked_at: string | null;
}

export interface APIKey {
  id: string;
  name: string;
  hint: string;
  scopes: string[];
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
  token?: string | null;
}

export interface AuditEntry {
  sequence: number;
  actor: string;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
  created_at: string;
}
