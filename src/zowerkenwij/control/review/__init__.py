"""The yearly review: what is due or stale, what was decided on which text, and the report. Pure."""
