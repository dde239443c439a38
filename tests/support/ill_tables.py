"""Tables of bad values for parametrised tests: a name that reads well in a report, and the value.

Every garbage body carries `MARKER`, so that a test can search logs and errors for what must not be there.
"""

from collections.abc import Mapping

from tests.support.ill_answers import ABSENT

MARKER = "ill-marker-3f9c"

JSON = "application/json"

# Status 200 and yet no token (security row 28 and 31): name -> (content type, body).
GARBAGE: Mapping[str, tuple[str, bytes]] = {
    "an error with 200": (JSON, b'{"error":"invalid_grant","error_description":"ill-marker-3f9c"}'),
    "Slack style": (JSON, b'{"ok":false,"error":"invalid_refresh_token","x":"ill-marker-3f9c"}'),
    "an error beside a token": (JSON, b'{"error":"server_error","access_token":"ill-marker-3f9c"}'),
    "HTML": ("text/html", b"<!doctype html><title>Sign in</title>ill-marker-3f9c"),
    "HTML that says it is JSON": (JSON, b"<!doctype html><title>Sign in</title>ill-marker-3f9c"),
    "nothing": (JSON, b""),
    "null": (JSON, b"null"),
    "a list": (JSON, b'[{"access_token":"ill-marker-3f9c"}]'),
    "an empty object": (JSON, b"{}"),
    "a number": (JSON, b"42"),
    "a string": (JSON, b'"ill-marker-3f9c"'),
    "NaN": (JSON, b'{"access_token":"ill-marker-3f9c","expires_in":NaN}'),
    "Infinity": (JSON, b'{"access_token":"ill-marker-3f9c","expires_in":Infinity}'),
    "no access token": (JSON, b'{"token_type":"bearer","refresh_token":"ill-marker-3f9c"}'),
    "an empty access token": (JSON, b'{"access_token":"","refresh_token":"ill-marker-3f9c"}'),
    "a null access token": (JSON, b'{"access_token":null,"refresh_token":"ill-marker-3f9c"}'),
    "a numeric access token": (JSON, b'{"access_token":12345,"x":"ill-marker-3f9c"}'),
    "a boolean access token": (JSON, b'{"access_token":true,"x":"ill-marker-3f9c"}'),
    "a list as access token": (JSON, b'{"access_token":["ill-marker-3f9c"]}'),
    "an object as access token": (JSON, b'{"access_token":{"value":"ill-marker-3f9c"}}'),
    "a list as refresh token": (JSON, b'{"access_token":"ill-marker-3f9c","refresh_token":["x"]}'),
    "a number as token type": (JSON, b'{"access_token":"ill-marker-3f9c","token_type":7}'),
    "token type mac": (JSON, b'{"access_token":"ill-marker-3f9c","token_type":"mac"}'),
    "CR LF in the access token": (JSON, b'{"access_token":"ill-marker-3f9c\\r\\nx-evil: 1"}'),
    "200,000 brackets": (JSON, b"[" * 200_000 + b"ill-marker-3f9c"),
    "100,000 nested objects": (JSON, b'{"a":' * 100_000 + b'"ill-marker-3f9c"'),
    "brackets inside an answer": (
        JSON,
        b'{"access_token":"ill-marker-3f9c","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ),
    "JSON cut off": (JSON, b'{"access_token":"ill-marker-3f9c"'),
    "two documents": (JSON, b'{"access_token":"ill-marker-3f9c"}{"access_token":"b"}'),
    "not UTF-8": (JSON, b'{"access_token":"ill-marker-3f9c\xff\xfe"}'),
    "a lone surrogate": (JSON, b'{"access_token":"ill-marker-3f9c\\ud800"}'),
    "NUL bytes": (JSON, b'{"access_token":"ill-marker-3f9c\x00"}'),
}

# security row 29; what each means is the test's to say.
EXPIRES_IN: Mapping[str, object] = {
    "a number": 300,
    "digits in a string": "300",
    "a float": 300.0,
    "a float in a string": "300.5",
    "missing": ABSENT,
    "null": None,
    "zero": 0,
    "zero in a string": "0",
    "negative": -1,
    "negative in a string": "-300",
    "10^18": 10**18,
    "10^400": 10**400,
    "a word": "soon",
    "an empty string": "",
    "a boolean": True,
    "a list": [300],
    "an object": {"seconds": 300},
}

# security row 30: on refresh, each means "keep the one you have".
NO_REFRESH_TOKEN: Mapping[str, object] = {"absent": ABSENT, "empty": "", "null": None}

# security row 25.
RETRY_AFTER: Mapping[str, str | None] = {
    "none": None,
    "seconds": "7",
    "zero": "0",
    "negative": "-5",
    "a float": "1.5",
    "absurd": "99999999999999999999",
    "a date in the past": "Wed, 21 Oct 2015 07:28:00 GMT",
    "a date far ahead": "Fri, 31 Dec 9999 23:59:59 GMT",
    "a word": "soon",
    "empty": "",
}

# security rows 34 and 35: tokens that must not pass, and tokens that must be kept whole or refused.
TORN_TOKENS: Mapping[str, str] = {
    "CR LF": "good\r\nx-evil: 1",
    "LF": "good\nevil",
    "CR": "good\revil",
    "NUL": "good\x00evil",
    "a tab": "good\tevil",
    "DEL": "good\x7fevil",
    "outside ASCII": "good\u2028evil",
}
LONG_TOKENS: Mapping[str, str] = {"8 kB": "e" * 8192, "64 kB": "s" * 65536}
