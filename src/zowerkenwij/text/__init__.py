"""Markdown texts as the published site shows them: headings, links, passages, slots, digest."""

from zowerkenwij.text.canonical import digest, head, normalise
from zowerkenwij.text.directives import resolve, without_markers
from zowerkenwij.text.extensions import SITE_EXTENSION_CONFIGS, SITE_EXTENSIONS, slugify
from zowerkenwij.text.outlines import is_too_complex, outline, quick_outline, render
from zowerkenwij.text.prose import (
    hides_words,
    prose,
    replace_links,
    section_text,
    sections,
    without_links,
)

__all__ = [
    "SITE_EXTENSIONS",
    "SITE_EXTENSION_CONFIGS",
    "digest",
    "head",
    "hides_words",
    "is_too_complex",
    "normalise",
    "outline",
    "prose",
    "quick_outline",
    "render",
    "replace_links",
    "resolve",
    "section_text",
    "sections",
    "slugify",
    "without_links",
    "without_markers",
]
