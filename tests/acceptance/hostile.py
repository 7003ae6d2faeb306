"""Hostile handbooks: what people, editors, Word and malice can leave in a folder."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PLACE = "handbook/policies/vijandig.md"
CANARY = "handbook/policies/kanarie.md"
SCHOOL = "handbook/schools/voorbeeldschool"
REGISTERS = (
    "handbook/handbook.yml", "handbook/obligations.yml", "handbook/glossary.yml",
    "handbook/people.example.yml", "handbook/search-tests.yml", f"{SCHOOL}/school.yml",
    f"{SCHOOL}/improvement.yml", f"{SCHOOL}/monitoring.yml",
)  # fmt: skip
LINES = {
    "format": "1", "id": "vijandig", "type": "policy", "title": "Vijandig", "owner": "director",
    "audience": "public", "level": "foundation",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """Something planted in a clean handbook. ``code`` is what check answers (None: 0 or 1, for
    what is odd but may be allowed), ``finds`` the code and path of errors that must be there."""

    name: str
    plant: Callable[[Path], None]
    code: int | None = None
    finds: tuple[tuple[str, str], ...] = ()


def front(**lines: str) -> str:
    """The record of a document; a value of None leaves a line out."""
    values = {**LINES, **lines}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items()) + "---\n"


def document(body: str = "# Vijandig\n\nTekst.\n", **lines: str) -> bytes:
    return (front(**lines) + body).encode("utf-8", "surrogatepass")


def canary(root: Path) -> None:
    """A document with one mistake of its own that must always be found."""
    body = "# Kanarie\n\nZie [dit](bestaat-niet.md).\n"
    _write(root, CANARY, document(body, id="kanarie", title="Kanarie"))


def _write(root: Path, path: str | bytes, data: bytes) -> None:
    full = os.path.join(os.fsencode(root), os.fsencode(path))
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "wb") as stream:
        stream.write(data)


def planting(data: bytes, path: str | bytes = PLACE) -> Callable[[Path], None]:
    """Write these bytes at a path."""
    return lambda root: _write(root, path, data)


def changing(path: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Change the bytes of a file that is there."""
    return lambda root: _write(root, path, change((root / path).read_bytes()))


def linking(path: str, target: str) -> Callable[[Path], None]:
    """Make a symbolic link."""

    def plant(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target)

    return plant


def together(*plants: Callable[[Path], None]) -> Callable[[Path], None]:
    """Plant several things."""

    def plant(root: Path) -> None:
        for one in plants:
            one(root)

    return plant


def piping(path: str) -> Callable[[Path], None]:
    """Make a named pipe; whoever opens it to read waits for ever."""

    def plant(root: Path) -> None:
        (root / path).parent.mkdir(exist_ok=True)
        os.mkfifo(root / path)

    return plant


def folder(path: str) -> Callable[[Path], None]:
    """Make an empty folder."""
    return lambda root: (root / path).mkdir(parents=True)


def removing(path: str) -> Callable[[Path], None]:
    """Remove a file or folder."""

    def plant(root: Path) -> None:
        if (root / path).is_dir():
            shutil.rmtree(root / path)
        else:
            (root / path).unlink()

    return plant


def own_schema(schema: bytes, fields: str = "{a: 1}") -> Callable[[Path], None]:
    """Give a type a schema of its own, and a document fields that it judges."""
    named = b"  - id: policy\n    schema: schemas/eigen.json\n"
    return together(
        changing("handbook/handbook.yml", lambda b: b.replace(b"  - id: policy\n", named)),
        planting(schema, "handbook/schemas/eigen.json"),
        planting(document(fields=fields)),
    )


def _doubling(levels: int) -> bytes:
    """A schema of which each part asks the next part twice."""
    parts = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(levels)} | {
        f"a{levels}": {}
    }
    return json.dumps({"$defs": parts, "$ref": "#/$defs/a0"}).encode()


def _bad(path: str, code: str = "ZW101") -> tuple[tuple[str, str], ...]:
    return ((code, path),)


# -- encodings and characters --------------------------------------------------------------


def encodings() -> Iterator[Case]:
    latin = document("# Vijandig\n\nCoördinator en privé.\n").decode().encode("latin-1")
    yield Case("latin-1 in a document", planting(latin), finds=_bad(PLACE))
    yield Case("utf-16 document", planting(document().decode().encode("utf-16")), finds=_bad(PLACE))
    yield Case(
        "overlong and surrogate bytes",
        planting(document("# Vijandig\n\n\ud800") + b"\xc0\xaf\xff\xfe\n"),
        finds=_bad(PLACE),
    )
    yield Case(
        "bom and crlf in a document",
        planting(b"\xef\xbb\xbf" + document().replace(b"\n", b"\r\n")),
        0,
    )
    yield Case("bare carriage returns", planting(document().replace(b"\n", b"\r")), 0)
    yield Case("nul bytes in the text", planting(document("# Vijandig\n\na\0b\0\0\n")))
    yield Case("nul bytes in the record", planting(document(title="Vij\0andig")), finds=_bad(PLACE))
    yield Case("only nul bytes", planting(b"\0" * 100_000), finds=_bad(PLACE))
    yield Case("random bytes", planting(bytes(range(256)) * 400), finds=_bad(PLACE))
    for path in REGISTERS:
        stem = path.rpartition("/")[2]
        yield Case(
            f"latin-1 in {stem}", changing(path, lambda b: b + b"# \xe9\n"), finds=_bad(path)
        )
        yield Case(
            f"utf-16 in {stem}",
            changing(path, lambda b: b.decode().encode("utf-16")),
            finds=_bad(path),
        )
        yield Case(
            f"bom and crlf in {stem}",
            changing(path, lambda b: b"\xef\xbb\xbf" + b.replace(b"\n", b"\r\n")),
            0,
        )
        yield Case(f"nul bytes in {stem}", changing(path, lambda b: b + b"\0\n"), finds=_bad(path))


# -- yaml ----------------------------------------------------------------------------------


def bomb(levels: int = 12) -> str:
    """A billion laughs."""
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


def yaml_tricks() -> Iterator[Case]:
    yield Case(
        "alias bomb in a document",
        planting(f"---\n{bomb()}---\n# Bom\n".encode()),
        finds=_bad(PLACE),
    )
    yield Case("tab in yaml", planting(document(review="\n\tevery: P1Y")), finds=_bad(PLACE))
    yield Case(
        "duplicate keys", planting(document(title="Vijandig\ntitle: Ander")), finds=_bad(PLACE)
    )
    yield Case(
        "anchors and merges",
        planting(document(fields="&x {a: 1}\nother: {<<: *x}")),
        finds=_bad(PLACE),
    )
    yield Case(
        "python tags",
        planting(document(title="!!python/object/apply:os.system [exit]")),
        finds=_bad(PLACE),
    )
    yield Case("complex key", planting(document(fields="{? [a, b] : c}")), finds=_bad(PLACE))
    yield Case(
        "several yaml documents",
        planting(b"---\nid: a\n--- x\nid: b\n...\n---\n# x\n"),
        finds=_bad(PLACE),
    )
    yield Case("yaml 20,000 deep", planting(document(fields="[" * 20_000)), finds=_bad(PLACE))
    yield Case(
        "yaml 20,000 deep in blocks",
        planting(document(fields="\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 1000)))),
        finds=_bad(PLACE),
    )
    yield Case(
        "yaml 20,000 dashes",
        planting(document(fields="\n  " + "- " * 20_000 + "x")),
        finds=_bad(PLACE),
    )
    yield Case("an unclosed quote", planting(document(title='"Vijandig')), finds=_bad(PLACE))
    yield Case(
        "20,000 unclosed quotes",
        planting(document(keywords="\n" + '  - "x\n' * 20_000)),
        finds=_bad(PLACE),
    )
    yield Case(
        "20,000 duplicate keys",
        planting(document(fields="\n" + "  a: 1\n" * 20_000)),
        finds=_bad(PLACE),
    )
    yield Case(
        "20,000 unknown keys",
        planting(document(x="1\n" + "\n".join(f"k{n}: {n}" for n in range(20_000)))),
        finds=_bad(PLACE),
    )
    yield Case(
        "numbers out of reach", planting(document(format="9" * 5000)), finds=_bad(PLACE, "ZW102")
    )
    yield Case("a newer format", planting(document(format="2")), finds=_bad(PLACE, "ZW102"))
    yield Case(
        "every field of a wrong kind",
        planting(
            document(
                **dict.fromkeys(
                    (
                        *LINES,
                        "aliases",
                        "versions",
                        "reviews",
                        "ignore",
                        "review",
                        "template",
                        "withdrawn",
                        "proposal",
                        "fields",
                    ),
                    "[{a: {b: [c]}}]",
                )
            )
        ),
        finds=_bad(PLACE, "ZW102"),
    )
    yield Case(
        "every field null",
        planting(
            document(
                **dict.fromkeys(
                    (
                        *LINES,
                        "aliases",
                        "versions",
                        "reviews",
                        "ignore",
                        "review",
                        "template",
                        "withdrawn",
                        "proposal",
                        "fields",
                    ),
                    "null",
                )
            )
        ),
        finds=_bad(PLACE, "ZW102"),
    )
    yield Case(
        "10 MB of front matter", planting(document(summary="x" * 10_000_000)), finds=_bad(PLACE)
    )
    yield Case(
        "4 MB of front matter",
        planting(document(keywords="[" + "woord, " * 600_000 + "x]")),
        finds=_bad(PLACE),
    )
    for path in REGISTERS:
        stem = path.rpartition("/")[2]
        yield Case(
            f"alias bomb in {stem}", changing(path, lambda b: b + bomb().encode()), finds=_bad(path)
        )
        yield Case(
            f"10 MB in {stem}",
            changing(path, lambda b: b + b"# " + b"x" * 10_000_000),
            finds=_bad(path),
        )
        yield Case(f"{stem} nests 20,000 deep", planting(b"[" * 20_000, path), finds=_bad(path))
        yield Case(f"{stem} is one word", planting(b"woord\n", path), finds=())
        yield Case(
            f"{stem} has the wrong shape",
            changing(
                path,
                lambda b: (
                    b"a: 1\n" if b.lstrip().startswith(b"-") or b"\n- " in b[:400] else b"- 1\n"
                ),
            ),
        )
    yield Case(
        "a garbage version file",
        planting(b"\xff\xfe\0garbage", "handbook/versions/pestprotocol/1.0.md"),
        finds=_bad("handbook/versions/pestprotocol/1.0.md"),
    )
    yield Case(
        "an empty version file",
        planting(b"", "handbook/versions/pestprotocol/1.0.md"),
        finds=_bad("handbook/versions/pestprotocol/1.0.md"),
    )
    yield Case(
        "a version file of nothing",
        planting(document(), "handbook/versions/x/y/z.md"),
        finds=_bad("handbook/versions/x/y/z.md", "ZW102"),
    )


# -- markdown ------------------------------------------------------------------------------


def markdown() -> Iterator[Case]:
    big = "Dit is een regel met gewone woorden en een [link](#a).\n" * 180_000
    yield Case("10 MB of text", planting(document("# Vijandig\n\n" + big)), finds=_bad(PLACE))
    yield Case("4.9 MB of text", planting(document("# Vijandig\n\n" + big[:4_900_000])))
    yield Case("a line of 4.9 MB", planting(document("# Vijandig\n\n" + "woord " * 800_000 + "\n")))
    yield Case(
        "a line of 4.9 MB without blanks",
        planting(document("# Vijandig\n\n" + "x" * 4_900_000 + "\n")),
    )
    yield Case("a line of 490 KB", planting(document("# Vijandig\n\n" + "woord " * 80_000 + "\n")))
    yield Case(
        "a line of 490 KB without blanks",
        planting(document("# Vijandig\n\n" + "x" * 490_000 + "\n")),
    )
    for name, piece in PIECES.items():
        finds = _bad(PLACE) if name in TOO_MUCH else ()
        yield Case(name, _later(piece), finds=finds)
    yield Case("front matter only", planting(front().encode()))
    yield Case("front matter only, without a line end", planting(front().encode().rstrip()))
    yield Case("zero bytes", planting(b""), finds=_bad(PLACE))
    yield Case("one dash line", planting(b"---"), finds=_bad(PLACE))
    yield Case("no front matter", planting(b"# Vijandig\n\nTekst.\n"), finds=_bad(PLACE))
    yield Case("500,000 dash lines", planting(b"---x\n" * 500_000), finds=_bad(PLACE))


def _later(piece: Callable[[], str]) -> Callable[[Path], None]:
    return lambda root: _write(root, PLACE, document("# Vijandig\n\n" + piece()))


TOO_MUCH = frozenset({
    "a list 5,000 deep", "5,000 list marks on a line", "1,500 deep list by indentation", "a quote 5,000 deep",
    "a quote 5,000 deep without blanks", "quotes and lists 3,000 deep", "100,000 open brackets",
    "50,000 nested brackets", "50,000 open links", "50,000 open images", "10,000 images in images",
    "100,000 open angles", "50,000 open tags", "30,000 nested divs", "3,000 nested markdown divs",
    "30,000 open comments", "50,000 open slots", "50,000 spaces in a slot", "100,000 backticks",
    "backticks of growing length", "50,000 open footnotes", "an attribute list of 400 KB", "a link of 200 KB",
    "500 nested admonitions",
})  # fmt: skip


PIECES: dict[str, Callable[[], str]] = {
    "20,000 equal headings": lambda: "## Kop\n\nTekst.\n\n" * 20_000,
    "20,000 different headings": lambda: "".join(
        f"## Kop {n}\n\nTekst.\n\n" for n in range(20_000)
    ),
    "20,000 headings with one anchor": lambda: "".join(
        f"## Kop {n} {{#a}}\n\nTekst.\n\n" for n in range(20_000)
    ),
    "20,000 headings with marks": lambda: "".join(
        f"## *Kop* `{n}` [a](#b)\n\nTekst.\n\n" for n in range(20_000)
    ),
    "20,000 empty headings": lambda: "##\n\n" * 20_000,
    "10,000 underlined headings": lambda: "".join(f"Kop {n}\n---\n\n" for n in range(10_000)),
    "a list 5,000 deep": lambda: (
        "".join(f"{'    ' * n}- a\n" for n in range(900)) + "- " * 5000 + "a\n"
    ),
    "5,000 list marks on a line": lambda: "- " * 5000 + "a\n",
    "1,500 deep list by indentation": lambda: "".join(f"{' ' * (n * 2)}- a\n" for n in range(1500)),
    "a quote 5,000 deep": lambda: "> " * 5000 + "a\n",
    "a quote 5,000 deep without blanks": lambda: ">" * 5000 + "a\n",
    "quotes and lists 3,000 deep": lambda: "> - " * 3000 + "a\n",
    "100,000 open brackets": lambda: "[" * 100_000,
    "100,000 closing brackets": lambda: "]" * 100_000,
    "50,000 bracket pairs": lambda: "[]" * 50_000,
    "50,000 nested brackets": lambda: "[" * 50_000 + "]" * 50_000,
    "50,000 open links": lambda: "[a](" * 50_000,
    "50,000 open links with brackets": lambda: "[a](<" * 50_000,
    "50,000 open links with titles": lambda: '[a](b "' * 50_000,
    "50,000 open images": lambda: "![" * 50_000,
    "50,000 open image targets": lambda: "![a](" * 30_000,
    "10,000 images in images": lambda: "![" * 10_000 + "a" + "](b)" * 10_000,
    "100,000 open angles": lambda: "<" * 100_000,
    "50,000 open tags": lambda: "<a " * 50_000,
    "50,000 open tags with quotes": lambda: '<a b="' * 50_000,
    "30,000 nested divs": lambda: "<div>" * 30_000,
    "3,000 nested markdown divs": lambda: "<div markdown='1'>\n" * 3_000,
    "30,000 open comments": lambda: "<!-- " * 30_000,
    "10,000 closed comments": lambda: "<!-- a -->\n" * 10_000,
    "30,000 processing marks": lambda: "<? " * 30_000,
    "30,000 cdata marks": lambda: "<![CDATA[ " * 30_000,
    "50,000 open slots": lambda: "{{" * 50_000,
    "50,000 slots": lambda: "{{ school.x }} " * 20_000,
    "50,000 spaces in a slot": lambda: "{{" + " " * 50_000 + "\n" + "{{ a" + " " * 50_000,
    "100,000 stars": lambda: "*" * 100_000,
    "50,000 stars and letters": lambda: "*a " * 50_000,
    "50,000 double stars": lambda: "**a *b " * 20_000,
    "50,000 underscores": lambda: "_a " * 50_000,
    "30,000 mixed emphasis": lambda: "*_a__**" * 15_000,
    "100,000 backticks": lambda: "`" * 100_000,
    "backticks of growing length": lambda: " ".join("`" * n for n in range(1, 900)),
    "100,000 backslashes and a backtick": lambda: "\\" * 100_000 + " `",
    "100,000 backslashes": lambda: "\\" * 100_000,
    "50,000 entities": lambda: "&amp" * 50_000,
    "50,000 open footnotes": lambda: "[^" * 50_000,
    "2,000 footnotes": lambda: "".join(f"a[^{n}]\n\n[^{n}]: noot\n\n" for n in range(2_000)),
    "20,000 uses of a footnote": lambda: "[^1]" * 20_000 + "\n\n[^1]: noot\n",
    "30,000 reference definitions": lambda: "".join(
        f"[a{n}]: http://a.example/{n}\n" for n in range(30_000)
    ),
    "30,000 reference links": lambda: "[a][b] " * 30_000 + "\n\n[b]: #c\n",
    "30,000 references in brackets": lambda: "[a][" * 30_000,
    "20,000 attribute lists": lambda: "## a {: #b .c d='e' }\n\n" * 20_000,
    "an attribute list of 400 KB": lambda: "## a {: " + "a='" * 130_000 + " }\n",
    "a table of 3,000 columns": lambda: (
        ("|" + " a |" * 3_000 + "\n")
        + ("|" + "---|" * 3_000 + "\n")
        + ("|" + " a |" * 3_000 + "\n") * 20
    ),
    "a table of 20,000 rows": lambda: "| a | b |\n|---|---|\n" + "| a | b |\n" * 20_000,
    "100,000 pipes": lambda: "|" * 100_000 + "\n|---|\n",
    "an unclosed fence": lambda: "```\n" + "## Kop\n\n" * 10_000,
    "20,000 unclosed fences": lambda: "".join(
        "`" * (3 + n % 50) + f" a{n}\n" for n in range(20_000)
    ),
    "20,000 tilde fences": lambda: "~~~ a\n" * 20_001,
    "an unclosed directive": lambda: "::: audience staff\n\nTekst.\n",
    "5,000 open directives": lambda: "::: audience staff\n" * 5_000,
    "5,000 nested directives": lambda: "::: when so\n" * 5_000 + "a\n" + ":::\n" * 5_000,
    "20,000 closing directives": lambda: ":::\n" * 20_000,
    "30,000 admonitions": lambda: "!!! note\n    a\n\n" * 10_000,
    "500 nested admonitions": lambda: "".join(f"{'    ' * n}!!! note\n\n" for n in range(500)),
    "30,000 definitions": lambda: "a\n:   b\n\n" * 10_000,
    "1,000 nested definitions": lambda: "".join(
        f"{'    ' * n}a\n{'    ' * n}:   b\n\n" for n in range(600)
    ),
    "20,000 dashes between words": lambda: "a - " * 20_000 + "\n---\n",
    "40,000 addresses": lambda: "<http://a.example/> " * 20_000,
    "40,000 bare mail signs": lambda: "a@" * 40_000,
    "40,000 dots and words": lambda: "a." * 200_000,
    "40,000 digits": lambda: "06 " * 100_000,
    "200,000 line ends": lambda: "\n" * 200_000,
    "200,000 blanks": lambda: " " * 200_000 + "a\n" + "\t" * 200_000 + "b\n",
    "100,000 lines with two blanks": lambda: "a  \n" * 100_000,
    "a word of strange letters": lambda: "e" + "\u0301" * 100_000 + "\u202e\u200b" * 1000 + "\n",
    "characters of python-markdown itself": lambda: (
        "\u0002klzzwxh:0001\u0003 \u0002wzxhzdk:0\u0003 \u0002amp\u0003 STX\n\n## \u0002klzzwxh:0000\u0003\n"
    ),
    "escapes in the text": lambda: (
        "## \x1b[31mRood\x1b]0;titel\x07 \x9b31m\n\nTekst \x1b[2J \x08\x7f.\n"
    ),
    "a [toc] and macros": lambda: (
        "[TOC]\n\n{% include 'x' %} {{ config.__class__ }} ${jndi:ldap://x}\n"
    ),
    "links that lead out": lambda: (
        "[a](../../../../etc/passwd) [b](/etc/passwd) [c](file:///etc/passwd) [d](javascript:alert(1)) ![e](../../x.png)\n"
    ),
    "a link of 200 KB": lambda: f"[a]({'../' * 60_000}x.md) [b](<{'a' * 100_000}>)\n",
    "broken addresses": lambda: (
        "[a](http://[::1) [b](http://a:99999999999/) [c](%00%ff%zz.md) [d](a\u0000b.md) [e](http://xn--\u0301/)\n"
    ),
    "script tags": lambda: (
        "<script>alert(1)</script>\n\n<svg/onload=alert(1)>\n\n<iframe src=x></iframe>\n"
    ),
}


# -- records -------------------------------------------------------------------------------


def records() -> Iterator[Case]:
    yield Case("a title of 100 KB", planting(document(title="Heel lang " * 10_000)))
    yield Case(
        "a title with escapes",
        planting(document(title='"\\e[31mRood\\e]0;x\\a \\x9b2J \\r\\n\\t \\b\\u202e\\0"')),
    )
    yield Case("an owner with escapes", planting(document(owner='"\\e[31m\\x9b2J"')))
    yield Case("an id with escapes", planting(document(id='"\\e[31m"')), finds=_bad(PLACE, "ZW102"))
    for id_ in (
        "../../x",
        "/etc/passwd",
        "..",
        ".",
        "a/b",
        "C:\\x",
        "con",
        '""',
        "-rf",
        "a\\nb",
        "x" * 5000,
        "é",
        "A",
    ):
        value = id_ if id_ in ('""', "con") else f'"{id_}"'.replace("C:\\x", "C:\\\\x")
        yield Case(f"id {id_[:20]}", planting(document(id=value)))
    yield Case("an id that another has", planting(document(id="plan")))
    yield Case(
        "school with path traversal", planting(document(school='"../../.."', level="school"))
    )
    yield Case(
        "school id with path traversal",
        changing(
            f"{SCHOOL}/school.yml",
            lambda b: b.replace(b"id: voorbeeldschool", b'id: "../../../../tmp/x"'),
        ),
        finds=_bad(f"{SCHOOL}/school.yml", "ZW102"),
    )
    yield Case(
        "schema with path traversal",
        changing(
            "handbook/handbook.yml",
            lambda b: b.replace(
                b"  - id: policy\n", b'  - id: policy\n    schema: "../../../../../etc/passwd"\n'
            ),
        ),
        finds=_bad("handbook/handbook.yml", "ZW102"),
    )
    yield Case(
        "a schema that is a bomb",
        own_schema(b"[" * 100_000, "{a: 1}"),
        finds=_bad("handbook/schemas/eigen.json", "ZW102"),
    )
    yield Case("a schema that refers to itself", own_schema(b'{"$ref": "#"}', "{a: 1}"))
    yield Case("a schema that fetches", own_schema(b'{"$ref": "http://127.0.0.1:9/x"}', "{a: 1}"))
    yield Case(
        "a schema with a slow pattern",
        own_schema(b'{"properties": {"a": {"pattern": "(a+)+$"}}}', "{a: " + "a" * 40 + "b}"),
        finds=_bad("handbook/schemas/eigen.json", "ZW102"),
    )
    yield Case(
        "a schema that doubles itself",
        own_schema(_doubling(60), "{a: 1}"),
        finds=_bad("handbook/schemas/eigen.json", "ZW102"),
    )
    yield Case(
        "a property name that is slow",
        own_schema(b'{"patternProperties": {"^(a|a)*$": {}}}', "{" + "a" * 60 + "b: 1}"),
        finds=_bad("handbook/schemas/eigen.json", "ZW102"),
    )
    yield Case(
        "handbook.yml is empty",
        planting(b"", "handbook/handbook.yml"),
        finds=_bad("handbook/handbook.yml"),
    )
    yield Case(
        "handbook.yml is a list",
        planting(b"- a\n- b\n", "handbook/handbook.yml"),
        finds=_bad("handbook/handbook.yml"),
    )
    yield Case(
        "handbook.yml holds names only", planting(b"format: 1\nname: x\n", "handbook/handbook.yml")
    )
    yield Case("all registers empty", together(*(planting(b"", p) for p in REGISTERS)))
    yield Case("no registers at all", together(*(removing(p) for p in REGISTERS[1:])))
    yield Case(
        "a school folder without school.yml",
        planting(document(), "handbook/schools/andere/vijandig.md"),
    )
    yield Case(
        "schools is a file",
        together(removing("handbook/schools"), planting(b"x", "handbook/schools")),
    )
    yield Case(
        "dates out of reach",
        planting(
            document(
                reviews="[{year: 0000-0000, on: 0000-00-00, by: x, outcome: y, basis: z, digest: w}]"
            )
        ),
        finds=_bad(PLACE, "ZW102"),
    )
    yield Case(
        "the last day of time",
        planting(
            document(
                versions='[{version: "1.0", change: major, note: x, digest: "sha256:'
                + "0" * 64
                + '", adopted: {by: board, on: 9999-12-31}, effective: 9999-12-31}]',
                review="{every: P9999Y}",
            )
        ),
    )
    yield Case(
        "a period out of reach",
        planting(document(review="{every: P99999999999999999999Y}")),
        finds=_bad(PLACE, "ZW102"),
    )
    yield Case("based on itself", planting(document(based_on="[vijandig]")))
    yield Case(
        "a template of itself",
        planting(
            document(
                template='{document: vijandig, version: "1.0", digest: "sha256:' + "0" * 64 + '"}',
                school="voorbeeldschool",
                level="school",
                school_year="2026-2027",
            ),
            f"{SCHOOL}/vijandig.md",
        ),
    )
    yield Case(
        "1,500 documents with one id",
        together(*(planting(document(), f"handbook/policies/n{n}.md") for n in range(1500))),
    )


# -- the file system -----------------------------------------------------------------------


def files() -> Iterator[Case]:
    yield Case("a link out of the tree", linking(PLACE, "/etc/passwd"), finds=_bad(PLACE))
    yield Case(
        "a folder that is a link out",
        linking("handbook/richtlijnen", "/etc"),
        finds=_bad("handbook/richtlijnen"),
    )
    yield Case("a dangling link", linking(PLACE, "/nergens/x.md"), finds=_bad(PLACE))
    yield Case("a link to itself", linking(PLACE, "vijandig.md"), finds=_bad(PLACE))
    yield Case(
        "a folder in a circle",
        linking("handbook/protocols/rond", ".."),
        finds=_bad("handbook/protocols/rond"),
    )
    yield Case(
        "a link to a neighbour",
        linking("handbook/protocols/ook.md", "pestprotocol.md"),
        finds=_bad("handbook/protocols/ook.md"),
    )
    yield Case(
        "a register that is a link",
        together(
            removing("handbook/glossary.yml"), linking("handbook/glossary.yml", "/etc/passwd")
        ),
        finds=_bad("handbook/glossary.yml"),
    )
    yield Case(
        "static that is a link",
        together(removing("handbook/static"), linking("handbook/static", "/etc")),
        finds=_bad("handbook/static"),
    )
    yield Case(
        "a file in static that is a link",
        linking("handbook/static/x.css", "/etc/passwd"),
        finds=_bad("handbook/static/x.css"),
    )
    yield Case(
        "versions that is a link",
        together(removing("handbook/versions"), linking("handbook/versions", "/etc")),
        finds=_bad("handbook/versions"),
    )
    yield Case("a fifo", piping(PLACE), finds=_bad(PLACE))
    yield Case(
        "a fifo for a register", piping("handbook/people.yml"), finds=_bad("handbook/people.yml")
    )
    yield Case(
        "a fifo in static", piping("handbook/static/x.css"), finds=_bad("handbook/static/x.css")
    )
    yield Case("a folder named x.md", folder(PLACE), 0)
    yield Case(
        "a folder named as a register",
        together(removing("handbook/glossary.yml"), folder("handbook/glossary.yml")),
    )
    yield Case("folders 300 deep", lambda root: _deep(root / "handbook", 300))
    yield Case(
        "a document in a folder 150 deep",
        planting(document(), "handbook/" + "d/" * 150 + "vijandig.md"),
        0,
    )
    yield Case(
        "5,000 empty files",
        together(*(planting(b"", f"handbook/assets/{n}.png") for n in range(5_000))),
    )
    for name in NAMES:
        shown = name.decode("utf-8", "backslashreplace")
        yield Case(
            f"a file named {shown!r}", planting(document(), b"handbook/policies/" + name + b".md")
        )
        yield Case(
            f"a folder named {shown!r}",
            planting(document(), b"handbook/" + name + b"/vijandig.md"),
            1 if b"\xff" in name else 0,
        )


def _deep(folder: Path, depth: int) -> None:
    here = os.getcwd()
    os.chdir(folder)
    try:
        for _ in range(depth):
            os.mkdir("dieper")
            os.chdir("dieper")
        Path("vijandig.md").write_bytes(document())
    finally:
        os.chdir(here)


NAMES = (
    b"met spatie", b"aanhaling' \"en\" `tik`", b"nieuwe\nregel", b"-rf", b"--help", b"\xf0\x9f\x9a\x80 raket",
    b"caf\xc3\xa9", b"cafe\xcc\x81", b"kapot \xff\xfe", b"\x1b[31mrood", b"a\\b", b"a%2fb", b"$(id)", b"a;b&c|d", b":(glob)*",
    b"*?[x]", b"#anker", b"CON", b"\xe2\x80\xae", b"e" * 240, b"\t", b" ", b"<script>", b"{{ x }}", b"a:b", b"\xc2\x9b31m",
)  # fmt: skip


def all_cases() -> list[Case]:
    """Every hostile handbook."""
    return [*encodings(), *yaml_tricks(), *markdown(), *records(), *files()]
