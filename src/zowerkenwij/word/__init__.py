"""Word files in and out: gate, reader, writer, lens and redline."""
