"""The command line - what an operator does at a terminal, and the processes that run.

Owns      nothing
Promises  every command takes --json; a mistake is told in one line with what to do, never as a traceback.
Asks      app
Never     a room directly, where the roof has a verb for it.
"""
