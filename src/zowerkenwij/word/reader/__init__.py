"""From the bytes of a Word file to blocks, changes, comments, pictures and what was left out."""

from zowerkenwij.word.reader.document import WordDocument, accept, choose, read, reject

__all__ = ["WordDocument", "accept", "choose", "read", "reject"]
