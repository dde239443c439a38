"""The second token of a cookie session: it stands in our pages, and no other site can know it."""

import base64
from urllib.parse import urlsplit

from bothways.core.identity.errors import CSRFRefused
from bothways.kit.crypto import same, sha256
from bothways.kit.secret import Secret


def csrf_of(cookie: str) -> Secret[str]:
    """The CSRF token of a cookie: whoever has the cookie can compute it, and it does not give the cookie away."""
    value = sha256(b"bothways csrf 1:" + cookie.encode("utf-8", "surrogatepass"))
    return Secret(base64.urlsafe_b64encode(value).rstrip(b"=").decode())


def check_csrf(expected: Secret[str], given: str | None) -> None:
    """Raises CSRFRefused unless the form brought the right token."""
    if given is None or not same(expected.reveal().encode(), given.encode("utf-8", "surrogatepass")):
        raise CSRFRefused("This form was not sent from our page.")


def origin_of(url: str) -> str:
    """Scheme, host and port, as browsers write them into `Origin`."""
    return "{0.scheme}://{0.netloc}".format(urlsplit(url))


def came_from_us(own_origin: str, *, origin: str | None, site: str | None) -> bool:
    """What a browser says about where a request was sent from (`Origin`, `Sec-Fetch-Site`), besides the token.

    A form on a page without a referrer has the origin `null` (Fetch Standard, "append a request `Origin` header"), and
    all of our pages are such. So `null` proves nothing, and `Sec-Fetch-Site` decides where it is sent.
    """
    if site is not None:
        return site in {"same-origin", "none"}
    return origin in {None, "null", own_origin}


def came_from_our_script(own_origin: str, *, origin: str | None, site: str | None) -> bool:
    """What a browser says about a script's request: scripts, unlike forms, name their page's origin always, and the
    `null` of a sandboxed or local page is nobody of ours.
    """
    return origin in {None, own_origin} and site in {None, "same-origin"}
