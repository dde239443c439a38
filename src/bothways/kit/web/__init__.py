"""Kit: web - the border: HTTP in, typed handlers behind it, problem+json out.

Owns      the shape of a route table, of a page of results and of an error
Promises  every route says who may call it; bodies are strict JSON within size and depth; an error never shows a stack,
          a query or a path of ours; one wide log line per request, without query strings, bodies or tokens.
Asks      nobody
Never     the nouns of a room: authenticators, checks and policies are handed in.
"""
