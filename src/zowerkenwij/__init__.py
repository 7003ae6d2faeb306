"""A school foundation's quality handbook as versioned, schema-checked records in git."""

__version__ = "0.1.0"
