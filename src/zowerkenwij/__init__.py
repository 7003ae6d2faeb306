"""A school foundation's quality handbook as versioned, schema-checked records in git."""
