/**
 * What to do next, for whoever has the portal before them: what the API itself says is meant for those who call it.
 */

const STEPS: Readonly<Record<string, string>> = {
  api_key_not_found: "It may have been revoked meanwhile. Look for it under API keys.",
  confirmation_needed: "Try again and type your password, or sign out and in again first.",
  connect_link_not_found: "It may be gone by now. Look for it under Connect links.",
  connect_session_not_found: "It may have ended by itself. Load the page again.",
  connection_not_found: "It may be gone by now, or belong to another environment. Look for it under Connections.",
  customer_not_found: "It may have been deleted meanwhile, or belong to another environment. Look for it under Customers.",
  integration_disabled: "Switch it on under Integrations first.",
  integration_in_use: "Disconnect its connections first, or switch it off: its history then stays readable.",
  integration_not_found: "It may have been deleted meanwhile, or belong to another environment. Look for it under Integrations.",
  invalid_input: "Correct what is named, then send it again.",
  needs_reauth: "Make a reconnect link and send it to the customer. The connection stays the same one.",
  passkey_not_found: "It may have been removed in another tab.",
  passkeys_impossible: "Whoever runs Bothways can give it an https address with a host name.",
  provider_not_found: "It may have been removed meanwhile. Pick a provider from the catalog.",
  provider_unavailable: "Wait a little, then try again. The connection itself is not broken.",
  refresh_in_progress: "Wait a few seconds, then try again.",
  refresh_too_soon: "They may be new by now. Load the page again, or wait a little before the next try.",
  refresh_unsupported: "If the provider no longer accepts them, ask the customer to reconnect.",
  return_url_not_allowed: "Add the exact address under Origins and URLs.",
  scope_missing: "Ask an owner or admin of your workspace to do it, or to change your role.",
  staff_not_found: "It may have been removed meanwhile. Look under Staff.",
  staff_session_not_found: "It may have ended meanwhile. Load the page again.",
  tile_not_found: "It may have been deleted meanwhile. Look for it under Tiles.",
  too_many_tiles: "Delete a tile that nobody needs any more.",
};

// A method and a path, a header, or a command: nothing that can be pressed here.
const FOR_CALLERS = /\b(GET|POST|PUT|PATCH|DELETE) \/|`|\/reference|Retry-After|\bheader\b|\b[a-z]+_[a-z]+\b|BOTHWAYS_/;

export function nextStepFor(code: string, told: string): string {
  return STEPS[code] ?? (FOR_CALLERS.test(told) ? "Load the page again and try once more. If it stays, tell whoever looks after Bothways." : told);
}
