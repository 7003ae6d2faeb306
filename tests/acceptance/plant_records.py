"""Defects in records: what cannot be read, breaks its schema, or names what does not exist."""

from __future__ import annotations

from tests.acceptance.book import Line, Unplantable, choose
from tests.acceptance.planting import Plot, Where, plant, spread

HANDBOOK = "handbook/handbook.yml"
OBLIGATIONS = "handbook/obligations.yml"
GLOSSARY = "handbook/glossary.yml"
PEOPLE = "handbook/people.example.yml"
SEARCH = "handbook/search-tests.yml"
REGISTERS = (HANDBOOK, OBLIGATIONS, GLOSSARY, PEOPLE, SEARCH)


def schools(plot: Plot, name: str) -> list[str]:
    return [
        p
        for p in plot.book.files
        if p.startswith("handbook/schools/") and p.endswith(f"/{name}.yml")
    ]


def front_key(plot: Plot, path: str, *names: str) -> Line:
    """A top-level line of the front matter with one of these keys and a value."""
    lines = plot.book.files[path][1 : plot.book.body_start(path) - 1]
    return choose(
        plot.rng,
        [x for x in lines if x.text.split(":")[0] in names and x.text.split(":", 1)[1].strip()],
    )


def record(plot: Plot) -> str:
    """A document whose record is damaged for good: nothing else is planted in it."""
    path = plot.document()
    plot.whole(path)
    return path


# -- ZW101 ---------------------------------------------------------------------------------


@plant("ZW101", "not UTF-8 in the text")
def not_utf8(plot: Plot) -> None:
    path = record(plot)
    line = plot.block(path, "paragraph", "list", "heading", "table").lines[0]
    line.text += " caf\udce9"
    plot.expect("ZW101", path, line)
    plot.touch(path)


@plant("ZW101", "not UTF-8 in the front matter")
def not_utf8_front(plot: Plot) -> None:
    path = record(plot)
    line = front_key(plot, path, "summary")
    key, value = line.text.split(": ", 1)
    line.text = f"{key}: {value.replace('e', chr(0xDCEB), 1)}"
    plot.expect("ZW101", path, line)


@plant("ZW101", "not UTF-8 in a register")
def not_utf8_register(plot: Plot) -> None:
    path = plot.file(*REGISTERS[1:4])
    plot.whole(path)
    line = choose(
        plot.rng, [x for x in plot.book.files[path] if "name:" in x.text or "meaning:" in x.text]
    )
    line.text += " \udcff\udcfe"
    plot.expect("ZW101", path, line)


@spread("ZW101", {
    "anchor": lambda v: f"&a {v}", "alias": lambda _: "*a", "tag": lambda v: f"!!str {v}",
    "own tag": lambda v: f"!python/object:os.system {v}", "merge": None,
})  # fmt: skip
def yaml_trick(plot: Plot, change: object) -> None:
    path = record(plot)
    line = front_key(plot, path, "owner", "level", "summary")
    if change is None:
        line = plot.book.insert(path, line, "<<: {level: foundation}")[0]
    else:
        key, value = line.text.split(": ", 1)
        line.text = f"{key}: {change(value)}"  # type: ignore[operator]
    plot.expect(("ZW101", "ZW102") if change is None else "ZW101", path, line)


@plant("ZW101", "duplicate key")
def duplicate_key(plot: Plot) -> None:
    path = record(plot)
    lines = plot.book.files[path][1 : plot.book.body_start(path) - 1]
    line = front_key(plot, path, "owner", "title", "summary", "audience", "level", "id", "review")
    last = choose(plot.rng, [x for x in lines if x.text[:1].isalpha() and x.text.split(":")[0] not in ("versions", "fields")
                             and x.text.split(":", 1)[1].strip()])  # fmt: skip
    second = plot.book.insert(path, last, line.text)[0]
    plot.expect("ZW101", path, max(line, second, key=lambda x: plot.book.number(path, x)))


@plant("ZW101", "duplicate key deep in the ledger")
def duplicate_deep(plot: Plot) -> None:
    path = record(plot)
    line = plot.book.key(path, "effective")
    plot.expect("ZW101", path, plot.book.insert(path, line, line.text)[0])


@plant("ZW101", "duplicate key in a register")
def duplicate_register(plot: Plot) -> None:
    path = plot.file(
        OBLIGATIONS, GLOSSARY, *schools(plot, "improvement"), *schools(plot, "school"), HANDBOOK
    )
    plot.whole(path)
    names = (
        "name:",
        "meaning:",
        "status:",
        "goal:",
        "owner:",
        "brin:",
        "address:",
        "language:",
        "site_url:",
    )
    line = choose(plot.rng, [x for x in plot.book.files[path] if x.text.lstrip().startswith(names)])
    plot.expect("ZW101", path, plot.book.insert(path, line, line.text)[0])


@plant("ZW101", "list not closed")
def list_not_closed(plot: Plot) -> None:
    path = record(plot)
    line = front_key(plot, path, "keywords", "applies_to", "obligations", "aliases")
    line.text = line.text.rstrip().removesuffix("]")
    plot.expect("ZW101", path, line)


@plant("ZW101", "quote not closed")
def quote_not_closed(plot: Plot) -> None:
    path = record(plot)
    line = front_key(plot, path, "summary", "owner", "title")
    key, value = line.text.split(": ", 1)
    line.text = f'{key}: "{value.strip(chr(34))}'
    plot.expect("ZW101", path, line)


@plant("ZW101", "colon in plain text")
def colon(plot: Plot) -> None:
    path = record(plot)
    line = front_key(plot, path, "summary")
    line.text = "summary: Let op: lees dit eerst: altijd."
    plot.expect("ZW101", path, line)


@plant("ZW101", "tab as indent")
def tab(plot: Plot) -> None:
    path = record(plot)
    line = plot.book.key(path, "effective")
    line.text = "\t" + line.text.strip()
    plot.expect("ZW101", path, line)


@plant("ZW101", "wrong indent")
def indent(plot: Plot) -> None:
    path = record(plot)
    line = front_key(plot, path, "owner", "level", "audience")
    line.text = "   " + line.text
    plot.expect("ZW101", path, line)


@plant("ZW101", "bad register")
def bad_register(plot: Plot) -> None:
    path = plot.file(OBLIGATIONS, GLOSSARY, SEARCH, *schools(plot, "improvement"))
    plot.whole(path)
    line = choose(
        plot.rng, [x for x in plot.book.files[path] if x.text.rstrip().endswith(("]", "}"))]
    )
    line.text = line.text.rstrip()[:-1]
    plot.expect("ZW101", path, line)


@plant("ZW101", "no front matter")
def no_front_matter(plot: Plot) -> None:
    path = record(plot)
    plot.book.remove(path, plot.book.files[path][: plot.book.body_start(path)])
    plot.expect("ZW101", path, plot.book.files[path][0])


@plant("ZW101", "front matter not closed")
def not_closed(plot: Plot) -> None:
    path = record(plot)
    end = plot.book.files[path][plot.book.body_start(path) - 1]
    plot.book.remove(path, [end])
    plot.expect("ZW101", path, None)


@plant("ZW101", "loose text file")
def loose(plot: Plot) -> None:
    path = (
        f"handbook/{plot.rng.choice(['protocols', 'leaflets', 'schools/de-veerpont'])}/kladblok.md"
    )
    plot.book.files[path] = [Line("# Kladblok"), Line(""), Line("Wat losse gedachten."), Line("")]
    plot.claim(path)
    plot.expect("ZW101", path, plot.book.files[path][0])


# -- ZW102 ---------------------------------------------------------------------------------

BAD_VALUES = {
    "unknown key": ("owner", "owner: {old}\neigenaar: de directeur"),
    "owner is no id": ("owner", "owner: De Directeur"),
    "short link is text": ("short_links", "short_links: [twee]"),
    "aliases is text": ("aliases", "aliases: Een andere naam"),
    "unknown format": ("format", "format: 7"),
    "format is text": ("format", 'format: "1"'),
    "level does not exist": ("level", "level: afdeling"),
    "review is a word": ("review", "review: {every: jaarlijks}"),
    "review has a strange key": ("review", "review: {every: P1Y, soms: ja}"),
    "empty title": ("title", 'title: ""'),
    "title is a number": ("title", "title: 12"),
    "ignore is text": ("summary", "summary: {old}\nignore: ZW204"),
    "withdrawn without reason": (
        "summary",
        "summary: {old}\nwithdrawn: {on: 2030-01-01, by: board}",
    ),
    "empty keyword": ("keywords", 'keywords: [een, ""]'),
}


@spread("ZW102", BAD_VALUES)
def bad_value(plot: Plot, case: object) -> None:
    key, text = case  # type: ignore[misc]
    path = record(plot)
    line = front_key(plot, path, key)
    first, *rest = text.replace("{old}", line.text.split(": ", 1)[1]).split("\n")
    line.text = first
    bad = plot.book.insert(path, line, *rest)[0] if rest else line
    plot.expect("ZW102", path, bad)


@spread("ZW102", {f"missing {key}": key for key in ("format", "id", "type", "title", "owner")})
def missing_key(plot: Plot, key: object) -> None:
    path = record(plot)
    plot.book.remove(path, [front_key(plot, path, str(key))])
    plot.expect("ZW102", path, plot.book.files[path][0], Where(path, plot.book.files[path][1]))


LEDGER = {
    "ledger date": ("effective", "1 augustus 2026"),
    "ledger date that does not exist": ("effective", "2026-02-30"),
    "ledger change": ("change", "groot"),
    "ledger digest": ("digest", "sha256:12ab"),
    "ledger outcome": ("outcome", "akkoord"),
}


@spread("ZW102", LEDGER)
def ledger_value(plot: Plot, case: object) -> None:
    key, value = case  # type: ignore[misc]
    path = choose(
        plot.rng,
        [
            p
            for p in plot.paths()
            if any(x.text.strip(" -").startswith(f"{key}:") for x in plot.book.files[p])
        ],
    )
    plot.whole(path)
    line = plot.book.key(path, key)
    line.text = line.text.split(":")[0] + f": {value}"
    plot.expect("ZW102", path, line)


REGISTER_VALUES = {
    "obligation status": (OBLIGATIONS, "status", "geldig"),
    "obligation date": (OBLIGATIONS, "applies_from", "augustus 2015"),
    "glossary strange key": (GLOSSARY, "meaning", None),
    "person public": (PEOPLE, "public", "ja"),
    "language": (HANDBOOK, "language", "en"),
    "site address": (HANDBOOK, "site_url", "handboek"),
    "school year start": (HANDBOOK, "school_year_start", "1 augustus"),
    "action status": ("improvement", "status", "klaar"),
    "action due": ("improvement", "due", "zomer 2026"),
    "monitor period": ("monitoring", "period", "2025"),
    "monitor response": ("monitoring", "response", "78%"),
    "search expect": (SEARCH, None, None),
}


@spread("ZW102", REGISTER_VALUES)
def register_value(plot: Plot, case: object) -> None:
    where, key, value = case  # type: ignore[misc]
    path = plot.file(where) if where in REGISTERS else plot.file(*schools(plot, where))
    plot.whole(path)
    if key is None:
        line = choose(plot.rng, [x for x in plot.book.files[path] if "expect:" in x.text])
        line.text = line.text.replace("expect:", "verwacht:")
    else:
        line = choose(
            plot.rng,
            [x for x in plot.book.files[path] if x.text.lstrip(" -").startswith(f"{key}:")],
        )
        head = line.text.split(":")[0]
        if value is None:
            line = plot.book.insert(path, line, "  betekenis: dubbel")[0]
        else:
            line.text = f"{head}: {value}"
    plot.expect("ZW102", path, line, many=where == SEARCH)


OWN = {
    "own field with a bad date": ("checked_on: 2026-09-01", "checked_on: september"),
    "own field unknown": ("issuer:", "jaar: 2026, issuer:"),
    "own field missing": (", checked_on: 2026-09-01", ""),
    "own field with a bad address": ("https://veerpont", "ftp://veerpont"),
}


@spread("ZW102", OWN)
def own_field(plot: Plot, case: object) -> None:
    old, new = case  # type: ignore[misc]
    found = [
        (p, x)
        for p in plot.paths(types=["external"])
        for x in plot.book.files[p]
        if x.text.startswith("fields:") and old in x.text
    ]
    path, line = choose(plot.rng, found)
    plot.whole(path)
    line.text = line.text.replace(old, new)
    plot.expect("ZW102", path, line)


@spread(
    "ZW102",
    {"version file with a strange key": "soort: protocol", "version file with a bad change": None},
)
def version_file(plot: Plot, text: object) -> None:
    path = choose(
        plot.rng, [p for p in plot.book.files if "/versions/" in p and p not in plot.avoid]
    )
    if plot.only is not None:
        raise Unplantable
    plot.claim(path)
    if text:
        line = plot.book.insert(path, plot.book.key(path, "type"), str(text))[0]
    else:
        line = plot.book.key(path, "change")
        line.text = "  change: enorm"
    plot.expect("ZW102", path, line)


# -- ZW103 ---------------------------------------------------------------------------------

NEW = """---
format: 1
id: {id}
type: policy
title: {title}
aliases: [{aliases}]
short_links: [{short}]
owner: {owner}
audience: public
---
# {title}

Wij zorgen samen voor een frisse lucht in elk lokaal.
"""


def new_document(plot: Plot, path: str, **values: str) -> str:
    """A small correct draft, with one thing changed."""
    defaults = {
        "id": path.rsplit("/", maxsplit=1)[-1].removesuffix(".md"),
        "title": "Frisse lucht",
        "aliases": "",
        "short": "",
        "owner": "director",
    }
    text = NEW.format(**{**defaults, **values})
    plot.claim(("new document", defaults["id"]))
    plot.book.files[path] = [Line(part) for part in text.split("\n")]
    plot.claim(path)
    plot.allow("ZW206", path, "nothing refers to a new document")
    return path


@plant("ZW103", "two documents with one id")
def duplicate_id(plot: Plot) -> None:
    other = plot.document(copies=False, template=False)
    plot.whole(other)
    folder = choose(
        plot.rng, [f for f in ("policies", "leaflets", "regulations", "external") if f not in other]
    )
    path = new_document(plot, f"handbook/{folder}/{plot.book.meta[other].id}.md")
    plot.expect("ZW103", path, plot.book.key(path, "id"), Where(other, plot.book.key(other, "id")))


@spread(
    "ZW103",
    {
        "alias is another's title": "title",
        "alias is another's alias": "aliases",
        "short link of another": "short_links",
    },
)
def taken_name(plot: Plot, what: object) -> None:
    owners = [m for p, m in plot.book.meta.items() if getattr(m, str(what)) and p in plot.paths()]
    owner = choose(plot.rng, owners)
    value = owner.title if what == "title" else plot.rng.choice(getattr(owner, str(what)))
    plot.whole(owner.path)
    key = "short_links" if what == "short_links" else "aliases"
    victims = [
        p
        for p in plot.paths()
        if p != owner.path and any(x.text.startswith(f"{key}:") for x in plot.book.files[p])
    ]
    path = choose(plot.rng, victims)
    plot.whole(path)
    line = plot.book.key(path, key)
    line.text = f"{key}: [{str(value) if key == 'short_links' else repr(value)}]"
    plot.expect("ZW103", path, line, Where(owner.path, plot.book.key(owner.path, str(what))))
    plot.allow("ZW201", None, "an own short link was replaced")


IDS = {
    "two obligations": ("- id: supervision", "- id: privacy", OBLIGATIONS),
    "two roles": ("  - {id: mentor, ", "  - {id: teacher, ", HANDBOOK),
    "two bodies": ("  - {id: mr-staff, ", "  - {id: mr-pupil, ", HANDBOOK),
    "two people": ("- id: p-004", "- id: p-003", PEOPLE),
    "two terms": ("- term: crisis", "- term: draaiboek", GLOSSARY),
}


@spread("ZW103", IDS)
def register_id(plot: Plot, case: object) -> None:
    old, new, path = case  # type: ignore[misc]
    plot.file(path)
    plot.whole(path)
    line = choose(plot.rng, [x for x in plot.book.files[path] if x.text.startswith(old)])
    first = choose(plot.rng, [x for x in plot.book.files[path] if x.text.startswith(new)])
    line.text = line.text.replace(old, new)
    plot.expect("ZW103", path, line, Where(path, first))
    plot.allow("ZW104", None, "what named the old id")
    plot.allow("ZW501", None, "what named the old id")
    plot.allow("ZW603", None, "what named the old id")


@plant("ZW103", "two actions")
def two_actions(plot: Plot) -> None:
    path = plot.file(*schools(plot, "improvement"))
    plot.whole(path)
    first, second = plot.rng.sample(
        [x for x in plot.book.files[path] if x.text.startswith("- id:")], 2
    )
    second.text = first.text
    plot.expect("ZW103", path, first, Where(path, second))
    plot.allow("ZW104", None, "a monitor round that named the old id")
