"""A foundation's own house template: an ordinary .docx of which only styles, page, header, footer,
lists and theme are used."""

from zowerkenwij.word.template.loading import completed, load

__all__ = ["completed", "load"]
