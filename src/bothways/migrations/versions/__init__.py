"""The revisions, numbered in the order in which they happen. Written once and not changed after a release."""
