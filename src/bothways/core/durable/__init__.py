"""Core: durable - work that comes due and must survive a crash.

Owns      nothing in the database: the rows that come due are their rooms' own
Promises  each job runs again and again on every node, whatever it raises; nodes do not run in step;
          stopping lets what is under way finish, within a limit.
Asks      nobody
Never     which rows are due, who claims them.
"""
