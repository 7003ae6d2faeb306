"""The published handbook: editions, theme, gate, and the MkDocs plugin that joins them."""
