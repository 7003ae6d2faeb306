"""Writes a text as a .docx: the same text, template and program give the same bytes."""

from zowerkenwij.word.writer.document import write

__all__ = ["write"]
