"""Tools for working on Bothways; none of this is shipped."""
