"""Document control: what follows from ledger and date, and the copies of schools. Pure."""
