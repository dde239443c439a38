// An OAuth server that is not ours, for the browser journeys: npm's oidc-provider, unmodified, strict and rotating.
//
//   node web/e2e/oidc-provider.mjs '{"port": 0, "client_id": "...", "client_secret": "...", "redirect_uris": ["..."],
//                                    "access_token_seconds": 300, "email_verified": true,
//                                    "claims_in_id_token": false, "jwks": {"keys": [...]}}'
//
// Prints one JSON line with its issuer when it is ready, and one for every token it issues or revokes. A line
// `{"advance_seconds": 301}` on standard input moves its time; it ends when standard input does. PKCE with S256 is
// required, refresh tokens rotate and die as a family when one is used twice. Its development pages take any name
// and password.

import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Provider } from "oidc-provider";

const wanted = JSON.parse(process.argv[2] ?? "{}");

let aheadMs = 0;
const machineTime = Date.now;
Date.now = () => machineTime() + aheadMs;

const server = createServer();
await new Promise((resolve) => server.listen(wanted.port ?? 0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: wanted.client_id ?? "bothways",
      client_secret: wanted.client_secret ?? "a-secret-with:colon%and+plus",
      redirect_uris: wanted.redirect_uris,
      grant_types: ["authorization_code", "refresh_token"],
      token_endpoint_auth_method: "client_secret_basic",
    },
  ],
  ...(wanted.jwks && { jwks: wanted.jwks }),
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: async () => true,
  scopes: ["openid", "email", "profile", "offline_access"],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  // Where they stand beside an access token, claims are asked for at the UserInfo endpoint.
  conformIdTokenClaims: !wanted.claims_in_id_token,
  findAccount: async (_, sub) => ({
    accountId: sub,
    claims: async () => ({
      sub,
      name: `Person ${sub}`,
      email: `${sub}@example.test`,
      email_verified: wanted.email_verified ?? true,
    }),
  }),
  features: { revocation: { enabled: true }, introspection: { enabled: true } },
  ttl: {
    AccessToken: wanted.access_token_seconds ?? 300,
    AuthorizationCode: 60,
    Grant: 3600,
    IdToken: 60,
    Interaction: 600,
    RefreshToken: 3600,
    Session: 3600,
  },
  cookies: { keys: ["only for tests"] },
});

for (const event of ["grant.success", "grant.error", "revocation.success", "revocation.error"]) {
  provider.on(event, (ctx, error) => {
    const { grant_type: grant } = ctx.oidc?.params ?? {};
    console.log(JSON.stringify({ event, grant, error: error?.error }));
  });
}

server.on("request", provider.callback());
console.log(JSON.stringify({ event: "ready", issuer }));

createInterface({ input: process.stdin })
  .on("line", (line) => {
    aheadMs += 1000 * JSON.parse(line).advance_seconds;
    console.log(JSON.stringify({ event: "advanced" }));
  })
  .on("close", () => process.exit());
