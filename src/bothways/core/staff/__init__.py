"""Core: staff - the operator's people, and how they sign in.

Owns      staff, staff_sessions, sign_in_attempts
Promises  every sign-in makes a new session; a session is dead everywhere once it was ended;
          a refusal tells nothing about who has an account, not by its time either.
Asks      identity, bearer, audit, durable
Never     what staff do once they are in; a wing.
"""
