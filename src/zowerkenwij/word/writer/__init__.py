"""Writes texts as a .docx: the same texts, template and program give the same bytes."""

from zowerkenwij.word.writer.document import bind, write

__all__ = ["bind", "write"]
