"""Every address of the sandbox."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bothways.oauth import pkce
from bothways.sandbox.api import Api
from bothways.sandbox.consent import Consents
from bothways.sandbox.consent_pages import ConsentPages
from bothways.sandbox.console import Console
from bothways.sandbox.exchange import Ask, Say, say_json
from bothways.sandbox.forms import FormGuard
from bothways.sandbox.ledger import Ledger
from bothways.sandbox.model import CLIENT_SCOPES, SCOPE_NAMES
from bothways.sandbox.options import SandboxOptions
from bothways.sandbox.pages import Pages
from bothways.sandbox.token import TokenEndpoint

Handler = Callable[[Ask], Say]
# path -> method -> handler
Table = Mapping[str, Mapping[str, Handler]]


@dataclass(frozen=True)
class Metadata:
    """What the sandbox says about itself (RFC 8414 section 2)."""

    options: SandboxOptions

    def show(self, ask: Ask) -> Say:
        """GET /.well-known/oauth-authorization-server"""
        issuer = self.options.issuer_url
        return say_json(
            200,
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/oauth/authorize",
                "token_endpoint": f"{issuer}/oauth/token",
                "revocation_endpoint": f"{issuer}/oauth/revoke",
                "introspection_endpoint": f"{issuer}/oauth/introspect",
                "scopes_supported": [*SCOPE_NAMES, *CLIENT_SCOPES],
                "response_types_supported": ["code"],
                "response_modes_supported": ["query"],
                "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                "code_challenge_methods_supported": [pkce.METHOD],
                "authorization_response_iss_parameter_supported": True,
                "service_documentation": f"{issuer}/",
            },
        )


def table(options: SandboxOptions, pages: Pages) -> Table:
    """A sandbox with nothing in it yet."""
    ledger = Ledger(options)
    forms = FormGuard(options.entropy.bytes(32), secure=options.issuer_url.startswith("https:"))
    consent = ConsentPages(ledger, Consents(ledger), forms, pages)
    console = Console(ledger, forms, pages)
    tokens = TokenEndpoint(ledger)
    api = Api(ledger)
    return {
        # the protocol
        "/.well-known/oauth-authorization-server": {"GET": Metadata(options).show},
        "/oauth/authorize": {"GET": consent.ask, "POST": consent.answer},
        "/oauth/token": {"POST": tokens.token},
        "/oauth/revoke": {"POST": tokens.revoke},
        "/oauth/introspect": {"POST": tokens.introspect},
        # what tokens and keys open
        "/api/me": {"GET": api.me},
        "/api/contacts": {"GET": api.contacts, "POST": api.add_contact},
        "/key-api/me": {"GET": api.key_me},
        "/key-api/contacts": {"GET": api.key_contacts},
        "/basic-api/me": {"GET": api.basic_me},
        "/m2m/me": {"GET": api.client_me},
        # for people who look around
        "/": {"GET": console.start},
        "/live": {"GET": console.live},
        "/keys": {"GET": console.keys, "POST": console.add_key},
        "/keys/remove": {"POST": console.remove_key},
        "/console/expire": {"POST": console.expire},
        "/console/revoke": {"POST": console.revoke},
        "/console/fail": {"POST": console.fail},
        "/console/heal": {"POST": console.heal},
        "/console/redirect-uris": {"POST": console.add_redirect_uri},
        **{f"/static/{name}": {"GET": _constant(file)} for name, file in pages.static.items()},
    }


def _constant(say: Say) -> Handler:
    return lambda _: say
