"""What a handbook is: frozen records, the snapshot, and its questions. Pure."""
