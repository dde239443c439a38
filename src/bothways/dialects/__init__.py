"""Other products' wire formats over our own verbs: no rules, no tables, and none knows of another."""
