"""The roof - settings in, rooms composed, one ASGI application and one worker out.

Owns      nothing
Promises  each verb is built once, here; what the rooms do not know of each other is known here.
Asks      every room
Never     rules: what is decided here is only who is handed what.
"""
