"""PROVISIONAL stand-in until the text room lands (lead deletes it)."""
from __future__ import annotations
import hashlib, json, re, unicodedata
import markdown
from markdown.extensions.toc import slugify as _slug
from zowerkenwij.model.outline import Heading, Link, Outline, Passage, SlotUse

SITE_EXTENSIONS = ("toc", "tables", "attr_list", "fenced_code", "footnotes", "def_list", "admonition", "sane_lists", "md_in_html")
SITE_EXTENSION_CONFIGS: dict = {}

def slugify(text): return _slug(text, "-")

def normalise(body):
    body = unicodedata.normalize("NFC", body.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(l.rstrip(" \t") for l in body.split("\n")).strip("\n") + "\n"

def digest(title, type_, audience, applies_to, body):
    head = json.dumps([title, type_, audience, sorted(applies_to)], ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256((unicodedata.normalize("NFC", head) + "\n" + normalise(body)).encode()).hexdigest()

_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]*)\)|<(https?://[^>\s]+)>")
_HEAD = re.compile(r"(#{1,6})\s+(.*?)\s*(?:\{#([\w-]+)\})?\s*$")
_SLOT = re.compile(r"\{\{\s*([a-z][a-z0-9.-]*)\s*\}\}")

def outline(body):
    headings, links, slots, passages, anchors = [], [], [], [], []
    fence = False; at = 0; open_ = None; used = set()
    lines = body.split("\n")
    for n, line in enumerate(lines, 1):
        if re.match(r"(```|~~~)", line): fence = not fence
        elif not fence:
            if m := _HEAD.match(line):
                a = m[3]
                text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", m[2]).replace("*", "")
                if not a:
                    a = slugify(text); base = a; k = 0
                    while a in used: k += 1; a = f"{base}_{k}"
                used.add(a); anchors.append(a); headings.append(Heading(len(m[1]), text, a, n))
            if m := re.match(r":::\s*(\w*)\s*(\S*)\s*$", line):
                if m[1]: open_ = (m[1], m[2], n)
                elif open_: passages.append(Passage(open_[0], open_[1], open_[2], n, None if open_[0] in ("audience", "when") else f"De aanwijzing '{open_[0]}' bestaat niet.")); open_ = None
                else: passages.append(Passage("", "", n, n, "Hier sluit een passage die niet is geopend."))
            for m in _LINK.finditer(line):
                links.append(Link(m[3] if m[4] is None else m[4], m[2] if m[4] is None else m[4], n, m.start() + 1, at + m.start(), at + m.end(), m[1] == "!", m[4] is not None))
            for m in _SLOT.finditer(line):
                slots.append(SlotUse(m[1], n, m.start() + 1, at + m.start(), at + m.end()))
        at += len(line) + 1
    if open_: passages.append(Passage(open_[0], open_[1], open_[2], len(lines), "Deze passage wordt niet gesloten."))
    return Outline(tuple(headings), tuple(links), tuple(anchors), tuple(slots), tuple(passages), len(lines))

def resolve(body, keep, *, mark=None):
    lines = body.split("\n")
    for p in outline(body).passages:
        if keep(p):
            lines[p.line - 1] = lines[p.last_line - 1] = ""
        else:
            for n in range(p.line - 1, p.last_line): lines[n] = None
    return "\n".join(l for l in lines if l is not None)

def sections(body, o): return o.sections()

def section_text(body, o, anchor):
    for s in o.sections():
        if s.heading.anchor == anchor: return "\n".join(body.split("\n")[s.line - 1:s.last_line])
    return None

def prose(body, o):
    def blank(m): return re.sub(r"[^\n]", " ", m[0])
    out = re.sub(r"^(```|~~~).*?^\1.*?$|`[^`\n]*`|<!--.*?-->|\{\{.*?\}\}|^:::.*$|\{#[\w-]+\}", blank, body, flags=re.S | re.M)
    return re.sub(r"\]\([^)\n]*\)", lambda m: "]" + " " * (len(m[0]) - 1), out)

def replace_links(body, o, fn):
    parts, at = [], 0
    for l in sorted(o.links, key=lambda x: x.start):
        if l.start < at: continue
        new = fn(l)
        if new is not None:
            parts += [body[at:l.start], new]; at = l.end
    return "".join([*parts, body[at:]])

def render(text): return markdown.markdown(text, extensions=list(SITE_EXTENSIONS), extension_configs=SITE_EXTENSION_CONFIGS)
