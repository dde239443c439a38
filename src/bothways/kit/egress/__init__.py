"""Kit: egress - the one way out for HTTP.

Owns      the connector, the gate that every connect passes, what an answer may cost
Promises  nothing is sent to an address of our own network unless it was allowed, whatever a name resolves to;
          redirects are returned, never followed; one deadline covers everything from DNS to the last byte;
          an answer is at most as large as asked, unpacked too; the error says whether the request may have arrived.
Asks      nobody
Never     credentials, providers, what an answer means.

Doors: `client.Egress`, `messages.Request`, `messages.Response`, and what can go wrong in `errors`.
"""
