"""Migrations - how a database gets from any older shape to the one this version needs.

Owns      the revisions, and the table that remembers which of them a database has seen
Promises  one set of scripts for SQLite and PostgreSQL; each upgrade happens whole or not at all;
          of several processes that upgrade at once, one does and the others wait.
Asks      every room's tables
Never     rows of any room beyond what a change of shape demands.
"""
