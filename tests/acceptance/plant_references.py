"""Defects in references: dead, moved, withdrawn and badly named links, addresses, anchors."""

from __future__ import annotations

import re

from tests.acceptance.book import Block, Line, Unplantable, choose
from tests.acceptance.plant_records import new_document
from tests.acceptance.planting import Plot, Where, plant, spread


def in_ordinary_text(block: Block) -> bool:
    return block.audience is None


# -- ZW201, ZW202: dead links --------------------------------------------------------------

DEAD = {
    "missing file": "[Protocol brand]({up}protocols/brand.md)",
    "missing file with anchor": "[Protocol brand]({up}protocols/brand.md#doe-nu)",
    "missing file with title": '[Protocol brand]({up}protocols/brand.md "Brand op school")',
    "missing file in angle brackets": "[Protocol brand](<{up}protocols/brand op school.md>)",
    "missing file without ending": "[het brandplan]({up}protocols/brandplan)",
    "no such number": "[het brandprotocol](https://dewaterkant.example/205701)",
    "missing file in bold": "**[Protocol brand]({up}protocols/brand.md)**",
    "missing file in HTML": '<a href="{up}protocols/brand.md">het brandprotocol</a>',
}


@spread("ZW201", DEAD)
def dead_link(plot: Plot, markup: object) -> None:
    path = plot.document()
    up = plot.link(path, "handbook/x")[:-1]
    path, line = plot.say(f"Lees ook {str(markup).format(up=up)}.", path)
    plot.expect("ZW201", path, line)


@spread("ZW201", {
    "wrong case": lambda t: t.replace(t.split("/")[-1], t.split("/")[-1].capitalize()),
    "typing error": lambda t: re.sub(r"(\w)(\w)(\w)\.md", r"\1\3\2q.md", t),
    })  # fmt: skip
def spoiled_link(plot: Plot, change: object) -> None:
    """An existing link gets a wrong address."""
    path, line, text, target = an_existing_link(plot)
    line.text = line.text.replace(f"({target})", f"({change(target)})", 1)  # type: ignore[operator]
    plot.expect("ZW201", path, line)
    plot.allow("ZW207", path, "the plan no longer refers to that document")


def an_existing_link(
    plot: Plot, *, anchored: bool = False, aliased: bool = False
) -> tuple[str, Line, str, str]:
    """A link between two documents that no other defect touches."""
    path = plot.document()
    found = []
    for block in plot.book.blocks(path):
        for line in block.lines:
            for text, target in re.findall(r"\[([^\]]+)\]\(([^)\s]+\.md(?:#[\w-]+)?)\)", line.text):
                to = plot.book.target_of(path, target)[0]
                if (
                    to
                    and to != path
                    and (not anchored or "#" in target)
                    and id(line) not in plot.claims
                ):
                    if text == plot.book.meta[to].title and (
                        not aliased or plot.book.meta[to].aliases
                    ):
                        found.append((block, line, text, target))
    block, line, text, target = choose(plot.rng, found)
    plot.claim(line)
    plot.note(block)
    return path, line, text, target


@plant("ZW201", "reference style")
def reference_style(plot: Plot) -> None:
    path, line = plot.say(
        "Lees ook het [brandprotocol][brand] van de school.", forms=["paragraph", "item"]
    )
    last = plot.book.files[path][-1]
    definition = plot.book.insert(path, last, "", "[brand]: ../bestaat-niet/brand.md", "")[1]
    plot.touch(path)
    plot.expect("ZW201", path, line, Where(path, definition))


@plant("ZW201", "over two lines")
def over_two_lines(plot: Plot) -> None:
    path, line = plot.say("Lees ook het [protocol bij", forms=["paragraph"], glue=False)
    second = plot.book.insert(path, line, "brand](../bestaat-niet/brand.md) van de school.")[0]
    plot.expect("ZW201", path, line, Where(path, second))


@spread(
    "ZW202",
    {
        "no such anchor": "bestaat-niet",
        "other case": "Doe-Nu",
        "near": "doe-nuu",
        "with a space": "doe%20nu",
    },
)
def dead_anchor(plot: Plot, anchor: object) -> None:
    path, line, _, target = an_existing_link(plot)
    line.text = line.text.replace(f"({target})", f"({target.split('#')[0]}#{anchor})", 1)
    plot.expect("ZW202", path, line)


@plant("ZW202", "in the document itself")
def dead_own_anchor(plot: Plot) -> None:
    path, line = plot.say("Hoe dat gaat, lees je bij [de laatste stap](#laatste-stap).")
    plot.expect("ZW202", path, line)


@plant("ZW202", "behind a short link")
def dead_short_anchor(plot: Plot) -> None:
    path = plot.document()
    others = [
        m
        for m in plot.book.meta.values()
        if m.short_links and m.path != path and m.audience != "restricted"
    ]
    other = choose(plot.rng, others)
    path, line = plot.say(
        f"Lees de [{other.title}](https://dewaterkant.example/{other.short_links[0]}#bestaat-niet).",
        path,
    )
    plot.expect("ZW202", path, line)


@plant("ZW202", "anchor taken from a heading")
def lost_anchor(plot: Plot) -> None:
    """A heading loses its anchor: every link to it is dead."""
    path = plot.document(copies=False)
    blocks = [
        b
        for b in plot.book.blocks(path)
        if b.kind == "heading" and re.search(r"\{#[\w-]+\}$", b.lines[0].text)
    ]
    block = choose(plot.rng, [b for b in blocks if plot.book.links_to(path, b.anchors[-1])])
    anchor, line = block.anchors[-1], block.lines[0]
    plot.claim(line)
    plot.touch(path)
    dead = plot.book.links_to(path, anchor)
    for place, where in dead:
        if place in plot.avoid or ("whole", place) in plot.claims:
            raise Unplantable
        plot.claim(where) if (where is not line) else None
        plot.expect("ZW202", place, where)
    line.text = re.sub(r" \{#.*\}$", " bij ons {#nieuwe-naam-van-dit-stuk}", line.text)
    plot.allow("ZW504", path, "the heading that the type asks has other words")


# -- ZW203: not in force -------------------------------------------------------------------

ENDS = {
    "withdrawn": "withdrawn: {on: 2026-09-01, by: board, reason: Niet meer nodig.}",
    "withdrawn with successor": "withdrawn: {on: 2026-11-23, by: board, reason: Opgegaan in een ander., successor: klachtenregeling}",
    "expired": None,
}


@spread("ZW203", ENDS)
def withdrawn(plot: Plot, text: object) -> None:
    path = choose(
        plot.rng, [p for p in plot.paths(copies=False, template=False) if "klachten" not in p]
    )
    plot.whole(path)
    if plot.only is not None:
        raise Unplantable
    if text:
        plot.book.insert(path, plot.book.key(path, "owner"), str(text))
    else:
        last = [x for x in plot.book.files[path] if x.text.strip().startswith("effective:")][-1]
        plot.book.insert(path, last, "    expires: 2026-11-22")
        plot.allow("ZW402", path, "the version file knows of no such day")
    for place, line in plot.book.links_to(path):
        if place != path:
            if place in plot.avoid or ("whole", place) in plot.claims:
                raise Unplantable
            plot.claims.add(("touched", place))
            plot.expect("ZW203", place, line)
    for place, meta in plot.book.meta.items():
        if meta.type == "plan":
            plot.allow("ZW207", place, "the appendix holds only what is in force")
            plot.allow("ZW509", place, "the appendix of a fresh fill holds only what is in force")


@plant("ZW203", "never adopted")
def never_adopted(plot: Plot) -> None:
    new = new_document(plot, "handbook/policies/frisse-lucht.md")
    place = choose(plot.rng, [p for p in plot.paths() if p != new])
    place, line = plot.say(f"Lees ook [Frisse lucht]({plot.link(place, new)}).", place)
    plot.expect("ZW203", place, line)


# -- ZW204, ZW205: names -------------------------------------------------------------------


@plant("ZW204", "alias as link text")
def alias_text(plot: Plot) -> None:
    path, line, text, target = an_existing_link(plot, aliased=True)
    to = plot.book.target_of(path, target)[0]
    aliases = [a for a in plot.book.meta[to or ""].aliases if a != text]
    line.text = line.text.replace(
        f"[{text}]({target})", f"[{choose(plot.rng, aliases)}]({target})", 1
    )
    plot.expect("ZW204", path, line)


@spread("ZW204", {
    "words in another order": lambda w: [*w[-2:], *w[:-2]] if len(w) > 3 and "," not in " ".join(w) else None,
    "two words changed places": lambda w: [w[1], w[0], *w[2:]] if len(w) > 1 else None,
    "last word gone": lambda w: w[:-1] if len(w) > 3 else None,
    "ampersand": lambda w: ["&" if x == "en" else x for x in w] if "en" in w else None,
    "typing error": lambda w: [w[0][:4] + w[0][3:], *w[1:]],
})  # fmt: skip
def drifted_text(plot: Plot, change: object) -> None:
    path, line, text, target = an_existing_link(plot)
    words = change(text.split())  # type: ignore[operator]
    if not words or " ".join(words) == text:
        raise Unplantable
    line.text = line.text.replace(f"[{text}]({target})", f"[{' '.join(words)}]({target})", 1)
    plot.expect("ZW204", path, line)


NAMED = {
    "schorsing en time-out": (
        "time-out-schorsen-verwijderen",
        "het [Protocol Schorsing & Time-out]({link})",
    ),
    "hyphens": ("antipest", "het [Anti-pest protocol]({link})"),
    "old title of the code": ("meldcode", "de [Meldcode kindermishandeling]({link})"),
}


@spread("ZW204", NAMED)
def drifted_name(plot: Plot, case: object) -> None:
    id_, markup = case  # type: ignore[misc]
    to = next(p for p, m in plot.book.meta.items() if m.id == id_)
    path = choose(plot.rng, [p for p in plot.paths() if p != to])
    path, line = plot.say(f"Lees {markup.format(link=plot.link(path, to))}.", path)
    plot.expect("ZW204", path, line)


@plant("ZW204", "one short link under two titles")
def two_titles(plot: Plot) -> None:
    paths = [p for p in plot.paths() if plot.book.meta[p].id != "meldcode"]
    places = []
    for name in ("thuis", "kind"):
        path, line = plot.say(
            f"Lees de [Meldcode {name}](https://dewaterkant.example/205669).",
            choose(plot.rng, paths),
        )
        places.append(Where(path, line))
    plot.expect("ZW204", places[0].path, places[0].line, places[1], many=True)


@spread("ZW205", {"title": "{title}", "alias": "{alias}", "title in bold": "**{title}**", "title in quotes": '"{title}"',
                  "title after a bracket": "onze tekst ({title})"})  # fmt: skip
def unlinked(plot: Plot, form: object) -> None:
    path = plot.document()
    name_it(plot, path, str(form))


def name_it(plot: Plot, path: str, form: str) -> None:
    targets = [m for m in plot.book.meta.values() if m.path != path and m.type in ("protocol", "guideline", "playbook", "regulation", "leaflet", "policy")
               and (m.aliases or "alias" not in form)]  # fmt: skip
    meta = choose(plot.rng, targets)
    own = plot.book.meta[path]
    alias = plot.rng.choice(meta.aliases) if meta.aliases else ""
    plot.whole(meta.path)
    silent = sections_without(plot, path, [meta.title, *meta.aliases, meta.path.split("/")[-1]])
    if own.id.startswith(meta.id) or ("alias" in form and len(alias) < 9):
        raise Unplantable
    text = form.format(title=meta.title, alias=alias)
    path, line = plot.say(
        f"Kijk daarvoor ook in {text}.",
        path,
        where=lambda b: b.anchors[:2] in silent and in_ordinary_text(b),
    )
    plot.claim(("section", path, plot.book.number(path, line)))
    plot.expect("ZW205", path, line)


def sections_without(plot: Plot, path: str, names: list[str]) -> set[tuple[str, ...]]:
    """Main sections in which none of the names stands."""
    texts: dict[tuple[str, ...], str] = {}
    for block in plot.book.blocks(path):
        key = block.anchors[:2]
        texts[key] = texts.get(key, "") + "\n".join(x.text for x in block.lines).lower()
    return {
        key
        for key, text in texts.items()
        if len(key) > 1 and not any(n.lower() in text for n in names)
    }


@spread(
    "ZW205",
    {n: n for n in ("antipestprotocol", "pestprotocol", "agressieprotocol", "crisisprotocol")},
)
def unlinked_small(plot: Plot, name: object) -> None:
    """Names in running text have no capital."""
    owner = next(
        m
        for m in plot.book.meta.values()
        if str(name) in [n.lower() for n in (m.title, *m.aliases)]
    )
    path = choose(plot.rng, [p for p in plot.paths() if p != owner.path])
    plot.whole(owner.path)
    silent = sections_without(plot, path, [owner.title, *owner.aliases, owner.path.split("/")[-1]])
    path, line = plot.say(
        f"Zie ons {name}.", path, where=lambda b: b.anchors[:2] in silent and in_ordinary_text(b)
    )
    plot.expect("ZW205", path, line)


# -- ZW206, ZW207: the register --------------------------------------------------------------


@plant("ZW206", "new document")
def orphan(plot: Plot) -> None:
    path = new_document(
        plot, f"handbook/{plot.rng.choice(['policies', 'leaflets', 'external'])}/frisse-lucht.md"
    )
    plot.allowed.pop()
    plot.expect("ZW206", path, None)


@spread("ZW207", {"template": "plan", "school's plan": "plan-"})
def not_in_plan(plot: Plot, start: object) -> None:
    """The plan's text no longer uses a document of its appendix."""
    plans = [
        p
        for p in plot.paths()
        if (plot.book.meta[p].is_copy if start == "plan-" else plot.book.meta[p].id == "plan")
    ]
    path = choose(plot.rng, plans)
    plot.whole(path)
    appendix = [
        m for m in plot.book.meta.values() if m.type in ("protocol", "guideline", "playbook")
    ]
    meta = choose(plot.rng, appendix)
    plot.whole(meta.path)
    slot = [x for x in plot.book.files[path] if "{{ appendix }}" in x.text]
    row = [
        x
        for x in plot.book.files[path]
        if x.text.startswith(f"- [{meta.title}]") and x.text.endswith(")")
    ]
    for line, text, target in plot.book.links(path):
        if plot.book.target_of(path, target)[0] == meta.path and line not in row:
            line.text = line.text.replace(f"[{text}]({target})", "onze afspraken")
    plot.expect(
        "ZW207",
        path,
        (slot or row)[0],
        *(
            Where(path, x)
            for b in plot.book.blocks(path)
            if b.anchors[-1:] == ("appendix",)
            for x in b.lines
        ),
    )
    plot.touch(path)


@plant("ZW207", "row gone from the appendix")
def row_gone(plot: Plot) -> None:
    path = choose(plot.rng, [p for p in plot.paths(types=["plan"]) if plot.book.meta[p].is_copy])
    plot.whole(path)
    rows = next(
        b for b in plot.book.blocks(path) if b.kind == "list" and b.anchors[-1:] == ("appendix",)
    ).lines
    row = choose(plot.rng, rows)
    target = plot.book.target_of(path, re.findall(r"\]\(([^)]+)\)", row.text)[0])[0]
    plot.whole(target or "")
    plot.book.remove(path, [row])
    uses = [Where(path, line) for place, line in plot.book.links_to(target or "") if place == path]
    around = [
        Where(path, x)
        for b in plot.book.blocks(path)
        if b.anchors[-1:] == ("appendix",)
        for x in b.lines
    ]
    plot.expect("ZW207", path, uses[0].line, *uses[1:], *around)
    plot.touch(path)


# -- ZW208, ZW210: link texts and addresses --------------------------------------------------


@spread(
    "ZW208",
    {
        text: text
        for text in (
            "hier",
            "Klik hier",
            "dit document",
            "deze folder",
            "link",
            "lees meer",
            "deze link",
            "dit protocol",
        )
    },
)
def vague(plot: Plot, text: object) -> None:
    path = plot.document()
    others = [m for m in plot.book.meta.values() if m.path != path and m.audience != "restricted"]
    path, line = plot.say(
        f"Wil je meer weten? Ga naar [{text}]({plot.link(path, choose(plot.rng, others).path)}).",
        path,
    )
    plot.expect("ZW208", path, line)


@spread("ZW208", {"bare address": "https://voorbeeld.example/veiligheid", "automatic link": "<https://voorbeeld.example/veiligheid>",
                  "address as text": "[https://voorbeeld.example/veiligheid](https://voorbeeld.example/veiligheid)"})  # fmt: skip
def bare(plot: Plot, markup: object) -> None:
    path, line = plot.say(f"Wil je meer weten? Ga naar {markup} en lees verder.")
    plot.expect("ZW208", path, line)


ADDRESSES = {
    "file": "file:https://dewaterkant.example/205597", "file on a disk": "file:///C:/veiligheid/folder.pdf",
    "double": "https://https://dewaterkant.example/folder", "http and https": "http://https://dewaterkant.example/folder",
    "one slash": "https:/dewaterkant.example/folder", "no colon": "https//dewaterkant.example/folder",
    "typing error": "htpps://dewaterkant.example/folder", "http": "http://dewaterkant.example/folder",
    "no host": "https:///folder", "no top": "https://dewaterkant/folder", "two dots": "https://dewaterkant..example/folder",
}  # fmt: skip


@spread("ZW210", ADDRESSES)
def bad_address(plot: Plot, address: object) -> None:
    path, line = plot.say(f"Op school ligt [een folder over ons werk]({address}) klaar.")
    plot.expect("ZW210", path, line)


@plant("ZW210", "one address under four texts")
def placeholder(plot: Plot) -> None:
    path, line = plot.say(
        "Op de website vind je [de gids](https://voorbeeld.example/).", forms=["paragraph"]
    )
    rest = plot.book.insert(
        path,
        line,
        "",
        *(
            f"- Daar staat ook [{x}](https://voorbeeld.example/)."
            for x in ("het plan", "de folder", "de regeling")
        ),
    )
    plot.expect("ZW210", path, line, *(Where(path, x) for x in rest), many=True)


@spread("ZW210", {"http in a value": "http://{}.dewaterkant.example/schoolgids", "file in a value": "file:https://{}.dewaterkant.example/schoolgids",
                  "same address twice": "https://{}.dewaterkant.example/"})  # fmt: skip
def bad_value_address(plot: Plot, address: object) -> None:
    path = plot.file(
        "handbook/schools/de-veerpont/school.yml",
        "handbook/schools/sluiswachter-college/school.yml",
    )
    plot.whole(path)
    line = plot.book.key(path, "school-guide-url")
    line.text = f"  school-guide-url: {str(address).format('school')}"
    if address == "https://{}.dewaterkant.example/":
        line.text = (
            line.text.split(":")[0]
            + ":"
            + plot.book.key(path, "school-website-url").text.split(":", 1)[1]
        )
    plot.expect(
        ("ZW210", "ZW102", "ZW501"),
        path,
        line,
        Where(path, plot.book.key(path, "school-website-url")),
        many=True,
    )
    plot.allow(
        "ZW509",
        path.replace("school.yml", f"plan-{path.split('/')[2]}.md"),
        "the plan differs from a fresh fill",
    )
