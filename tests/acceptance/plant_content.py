"""Defects in the text: slots, phrases, choices, sections, sentences, words, structure, copies."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.acceptance.book import Block, Line, Unplantable, choose
from tests.acceptance.plant_records import GLOSSARY, front_key
from tests.acceptance.planting import Plot, Where, plant, spread

SCHOOLS = ("de-veerpont", "sluiswachter-college")


def school_file(plot: Plot) -> tuple[str, str]:
    """A school's values, and the school's plan."""
    path = plot.file(*(f"handbook/schools/{s}/school.yml" for s in SCHOOLS))
    plot.whole(path)
    copy = path.replace("school.yml", f"plan-{path.split('/')[2]}.md")
    plot.allow("ZW509", copy, "the plan differs from a fresh fill with these values")
    return path, copy


# -- ZW501 ---------------------------------------------------------------------------------


@spread("ZW501", {"required value empty": "", "required value null": " null", "required value blank": ' "  "',
                  "required list empty": " []", "required value gone": None})  # fmt: skip
def empty_value(plot: Plot, value: object) -> None:
    path, _ = school_file(plot)
    lists = ["school-rules", "partners", "safety-programmes", "safe-environment-agreements"]
    plain = [
        "brin",
        "address",
        "staff-monitor",
        "pupil-monitor",
        "document-request-contact",
        "adopted-on",
    ]
    key = plot.rng.choice(lists if value == " []" else plain)
    line = plot.book.key(path, key)
    index = plot.book.files[path].index(line)
    items = []
    while plot.book.files[path][index + 1 + len(items)].text.startswith("    - "):
        items.append(plot.book.files[path][index + 1 + len(items)])
    plot.book.remove(path, items)
    if value is None:
        plot.book.remove(path, [line])
        plot.expect(
            "ZW501",
            path,
            plot.book.key(path, "values"),
            Where(path, plot.book.files[path][0]),
            Where(path, plot.book.files[path][1]),
        )
    else:
        line.text = f"  {key}:{value}"
        plot.expect(("ZW501", "ZW102"), path, line)


@spread("ZW501", {"value that is no number": ("max-young-people", "zestig"), "part of a value gone": ("institution", "{name: Jeugdinrichting De Zandplaat}"),
                  "value that is no date": ("adopted-on", "binnenkort"), "value that is no choice": ("pupil-tracking-system", "Leerlingkijker"),
                  "slot that does not exist": ("brin", "00WK\n  schoollied: Blij en vrij")})  # fmt: skip
def wrong_value(plot: Plot, case: object) -> None:
    key, value = case  # type: ignore[misc]
    path, _ = school_file(plot)
    if not any(x.text.startswith(f"  {key}:") for x in plot.book.files[path]):
        raise Unplantable
    line = plot.book.key(path, key)
    first, *rest = value.split("\n")
    line.text = f"  {key}: {first}"
    bad = plot.book.insert(path, line, *rest)[0] if rest else line
    plot.expect(("ZW501", "ZW102", "ZW104"), path, bad)


SLOTS = ("{{ school.bestaat-niet }}", "{{ school }}", "{{ role.veiligheidsheld }}", "{{ school.name | upper }}", "{{ foundation.phone }}",
         "{{ 1 + 1 }}", "{{ school.institution.straat }}", "{{school.naam}}", "{% if school.kind %}ja{% endif %}")  # fmt: skip


@spread("ZW501", {f"unknown slot {s}": s for s in SLOTS[:-1]})
def unknown_slot(plot: Plot, slot: object) -> None:
    path = choose(plot.rng, plot.paths(types=["plan"]))
    path, line = plot.say(f"Bel daarvoor {slot} op school.", path)
    plot.expect("ZW501", path, line)


DIRECTIVES = {
    "unknown directive": ("::: publiek staff", ":::"), "unknown audience": ("::: audience geheim", ":::"),
    "unknown kind": ("::: when gesloten", ":::"), "directive without audience": ("::: audience", ":::"),
    "directive not closed": ("::: audience staff", None), "directive not opened": (None, ":::"),
    "admonition style": ("::: warning", ":::"),
}  # fmt: skip


@spread("ZW501", DIRECTIVES)
def directive(plot: Plot, case: object) -> None:
    first, last = case  # type: ignore[misc]
    path = plot.document()
    if not (first and last):
        plot.whole(path)
    block = plot.block(
        path,
        "paragraph",
        where=lambda b: b.audience is None and b.when is None and len(b.anchors) > 1,
    )
    lines = [
        *([first, ""] if first else []),
        "Dit geldt op elke dag.",
        *(["", last] if last else []),
    ]
    new = plot.book.insert(path, block.lines[-1], "", *lines)
    marks = [x for x in new if x.text.startswith(":::")]
    plot.claim(block.lines[-1], *marks)
    plot.note(block)
    plot.expect("ZW501", path, marks[0], *(Where(path, x) for x in marks[1:]))
    if not last:
        plot.allow("ZW501", path, "the next passage lies inside the one that is still open")
        plot.allow("ZW202", None, "anchors in a passage that never ends")
        plot.allow("ZW601", None, "anchors in a passage that never ends")
        plot.allow("ZW207", path, "links in a passage that never ends")


@plant("ZW501", "nested directive")
def nested(plot: Plot) -> None:
    path = plot.document()
    block = plot.block(
        path,
        "paragraph",
        where=lambda b: b.audience is None and b.when is None and len(b.anchors) > 1,
    )
    new = plot.book.insert(
        path,
        block.lines[-1],
        "",
        "::: audience staff",
        "",
        "Dit geldt op elke dag.",
        "",
        "::: when so",
        "",
        "En dit ook.",
        "",
        ":::",
        "",
        ":::",
    )
    marks = [x for x in new if x.text.startswith(":::")]
    plot.claim(block.lines[-1], *marks)
    plot.note(block)
    plot.expect("ZW501", path, marks[1], *(Where(path, x) for x in marks), many=True)


# -- ZW502, ZW503 --------------------------------------------------------------------------

PHRASES = (
    "Pas deze link aan.", "Vul hier de naam in.", "Vervang deze tekst.", "Pas aan voor je eigen school.", "Vul in: de naam van de mentor.",
    "Lorem ipsum dolor sit amet.", "TODO: nog schrijven.", "Hier komt nog XXX te staan.", "De mentor van de groep is ….",
    "Nog invullen door de school.", "De mentor is ... en werkt op maandag.",
    "Vul in wie dit doet.", "Deze tekst aanpassen aan de school.", "TBD", "De naam is n.n.t.b.",
)  # fmt: skip


@spread("ZW502", {phrase: phrase for phrase in PHRASES})
def phrase(plot: Plot, text: object) -> None:
    path, line = plot.say(str(text), glue=False)
    plot.expect("ZW502", path, line)


@spread(
    "ZW502",
    {
        "opzet in a sentence": "Deze opzet is voor alle scholen van de stichting.",
        "opzet sociaal veiligheidsplan": "Dit is de opzet sociaal veiligheidsplan.",
    },
)
def outline_word(plot: Plot, text: object) -> None:
    path = choose(plot.rng, [p for p in plot.paths() if plot.book.meta[p].is_copy])
    path, line = plot.say(str(text), path)
    plot.expect("ZW502", path, line)
    plot.allow("ZW205", path, "it is the title of the template as well")


@plant("ZW502", "opzet in the heading of a plan")
def outline_heading(plot: Plot) -> None:
    path = choose(plot.rng, [p for p in plot.paths() if plot.book.meta[p].is_copy])
    plot.whole(path)
    line = next(b for b in plot.book.blocks(path) if b.kind == "heading").lines[0]
    line.text = "# Opzet " + line.text[2].lower() + line.text[3:]
    plot.touch(path)
    plot.expect("ZW502", path, line)
    plot.allow("ZW105", path, "the heading is not the title")


@spread(
    "ZW502",
    {"summary": "summary: TODO", "summary in words": "summary: Vul hier de samenvatting in."},
)
def phrase_in_front(plot: Plot, text: object) -> None:
    path = plot.document()
    line = front_key(plot, path, "summary")
    plot.claim(line)
    line.text = str(text)
    plot.expect("ZW502", path, line)


@spread("ZW502", {"value": "nog invullen", "value in words": "Vul hier het adres in"})
def phrase_in_value(plot: Plot, text: object) -> None:
    path, copy = school_file(plot)
    line = plot.book.key(path, "address")
    line.text = f"  address: {text}"
    plot.expect("ZW502", path, line)
    plot.allow("ZW509", copy, "the plan differs from a fresh fill")


CHOICES = (
    "De mentor/coördinator belt de ouders.", "Wij gebruiken systeem Alfa/Beta.", "Kies EA-MATCH/Schoolaris voor deze stap.",
    "De directeur/intern begeleider bespreekt dit.", "De directeur / intern begeleider bespreekt dit.", "Bel de leerkracht/mentor/directeur.",
    "De mentor, de teamleider, de coach bespreekt dit.", "Je belt de ouder(s)/verzorger(s) of kies: ja/nee/misschien.",
    "Het gaat om groep 3/4/5 of de onderbouw/bovenbouw.",
)  # fmt: skip


@spread("ZW503", {text: text for text in CHOICES[:7]})
def choice(plot: Plot, text: object) -> None:
    path, line = plot.say(str(text))
    plot.expect("ZW503", path, line)


@plant("ZW503", "value")
def choice_in_value(plot: Plot) -> None:
    path, _ = school_file(plot)
    line = plot.book.key(path, "pupil-tracking-system")
    line.text = "  pupil-tracking-system: EA-MATCH/Schoolaris"
    plot.expect(("ZW503", "ZW501", "ZW102", "ZW104"), path, line)


# -- ZW504 ---------------------------------------------------------------------------------


def required(plot: Plot, *, plain: bool) -> tuple[str, Block, list[Line]]:
    """A section that the type asks, with the lines under its heading."""
    path = plot.document(types=["protocol", "guideline", "playbook"])
    heads = [
        b
        for b in plot.book.blocks(path)
        if b.kind == "heading" and b.lines[0].text.startswith("## ")
    ]
    head = choose(plot.rng, [b for b in heads if b.anchors[-1] != "inleiding"])
    inside = [
        b
        for b in plot.book.blocks(path)
        if b.anchors[: len(head.anchors)] == head.anchors
        and b is not head
        and b.lines != head.lines
    ]
    if plain and any(b.kind == "heading" or b.audience for b in inside):
        raise Unplantable
    asked = ("Doe nu", "Voor wie", "Wanneer gebruik je dit", "Stap voor stap", "Wie doet wat", "Vastleggen", "Nazorg", "Waarom zo", "Hoort bij", "Kort",
             "Uitgangspunten", "Zo doe je dat", "Wanneer wijk je af", "Fasen", "Per fase", "Bellijst", "Teksten en brieven", "Evalueren")  # fmt: skip
    if (
        not head.lines[0].text.removeprefix("## ").startswith(asked)
        or plot.book.meta[path].type == "leaflet"
    ):
        raise Unplantable
    plot.whole(path)
    return path, head, [x for b in inside for x in b.lines]


@spread("ZW504", {"other words": "## Iets heel anders", "close words": "## Nog wat meer"})
def renamed_section(plot: Plot, text: object) -> None:
    path, head, _ = required(plot, plain=False)
    head.lines[0].text = f"{text} {{#{head.anchors[-1]}}}"
    plot.expect("ZW504", path, None)


@spread(
    "ZW504", {"empty": None, "only a comment": "<!-- komt later -->", "only a marker": "&nbsp;"}
)
def empty_section(plot: Plot, text: object) -> None:
    path, head, lines = required(plot, plain=True)
    plot.book.remove(path, lines)
    if text:
        plot.book.insert(path, head.lines[0], "", str(text))
    plot.expect("ZW504", path, head.lines[0])
    plot.allow("ZW206", None, "its links are gone")
    plot.allow("ZW601", None, "markers of a passage are gone")


# -- ZW505 ---------------------------------------------------------------------------------

CUT = (
    "Er komt extra begeleiding (samen met de mentor.", "Er komt extra begeleiding samen met de mentor).", 'De mentor zegt: "Kom maar binnen.',
    "De mentor zegt: “Kom maar binnen.", "De mentor zegt: ‘Kom maar binnen.", "De mentor zegt: „Kom maar binnen.", "Kijk in de lijst [bij de mentor van de groep.",
)  # fmt: skip
BROKEN = (
    "orthopedagogen en een arts.", "de mentor belt de ouders op dezelfde dag.", "Daarna belt de mentor de ouders,", "en daarna gaat iedereen weer naar de les.",
    "Er komt extra begeleiding (samen met de",
)  # fmt: skip


@spread("ZW505", {text: text for text in CUT})
def unbalanced(plot: Plot, text: object) -> None:
    path, line = plot.say(
        str(text), glue=False, forms=["paragraph", "sentence", "item", "quote", "cell"]
    )
    plot.expect("ZW505", path, line)


@spread("ZW505", {text: text for text in BROKEN})
def fragment(plot: Plot, text: object) -> None:
    path, line = plot.say(
        str(text), glue=False, forms=["paragraph"], where=lambda b: b.kind == "paragraph"
    )
    plot.expect("ZW505", path, line)


# -- ZW506 ---------------------------------------------------------------------------------


def forbidden_words(plot: Plot) -> list[str]:
    """Every forbidden variant of the glossary."""
    lines = [x.text for x in plot.book.files[GLOSSARY] if "forbidden:" in x.text]
    return [
        w.strip()
        for text in lines
        for w in re.findall(r"\[(.*)\]", text)[0].split(",")
        if w.strip()
    ]


FORMS: dict[str, Callable[[str], str]] = {
    "in a sentence": lambda w: f"Vraag naar {w} op school.", "at the start": lambda w: f"{w[0].upper()}{w[1:]} staat op de lijst.",
    "in bold": lambda w: f"Vraag naar **{w}** op school.", "in italics": lambda w: f"Vraag naar *{w}* op school.",
    "in brackets": lambda w: f"Vraag het na ({w}).", "in capitals": lambda w: f"Vraag naar {w.upper()} op school.",
    "in a link text": lambda w: f"Ga naar [uitleg over {w}](https://voorbeeld.example/uitleg).", "before a comma": lambda w: f"Ken je {w}, vraag dan verder.",
}  # fmt: skip


@spread("ZW506", FORMS)
def forbidden(plot: Plot, form: object) -> None:
    word = choose(plot.rng, forbidden_words(plot))
    if word == "Zo Werken Wij" and "{w.upper" in str(form):
        raise Unplantable
    path, line = plot.say(form(word))  # type: ignore[operator]
    plot.expect("ZW506", path, line)


@plant("ZW506", "in a heading")
def forbidden_heading(plot: Plot) -> None:
    path = plot.document(copies=False)
    heads = [
        b
        for b in plot.book.blocks(path)
        if b.kind == "heading"
        and b.lines[0].text.startswith("### ")
        and id(b.lines[0]) not in plot.claims
    ]
    head = choose(plot.rng, heads)
    word = choose(plot.rng, forbidden_words(plot))
    plot.claim(head.lines[0])
    plot.note(head)
    head.lines[0].text = f"### Wat wij zeggen over {word} {{#{head.anchors[-1]}}}"
    plot.expect("ZW506", path, head.lines[0])
    plot.allow("ZW204", None, "links with the old heading as their text")


@plant("ZW506", "in the summary")
def forbidden_summary(plot: Plot) -> None:
    path = plot.document()
    line = front_key(plot, path, "summary")
    plot.claim(line)
    line.text = f"summary: Hoe wij omgaan met {choose(plot.rng, forbidden_words(plot))} op school."
    plot.expect("ZW506", path, line)


# -- ZW507 ---------------------------------------------------------------------------------

SHAPES = {
    "skipped level": ("## ", "#### Nog een stuk", "", "Dit legt het uit."), "empty heading": ("## ", "###"), "empty heading with an anchor": ("## ", "### {#leeg}"),
    "empty heading with space": ("## ", "###   "),
    "image without words": ("", "![](https://voorbeeld.example/plaat.png)"), "table without header": ("", "| | |", "|---|---|", "| Mentor | Belt de ouders. |"),
    "image with blank words": ("", "![ ](https://voorbeeld.example/plaat.png)"), "HTML image without words": ("", '<img src="https://voorbeeld.example/plaat.png">'),
}  # fmt: skip


@spread("ZW507", SHAPES)
def shape(plot: Plot, case: object) -> None:
    level, *texts = case  # type: ignore[misc]
    path = plot.document()

    def fits(block: Block) -> bool:
        return (
            (len(block.anchors) == 2 if level else len(block.anchors) > 1)
            and block.audience is None
            and block.when is None
            and not block.lines[-1].text.endswith(":")
        )

    block = plot.block(path, "paragraph", where=fits)
    new = plot.book.insert(path, block.lines[-1], "", *texts)
    plot.claim(block.lines[-1], new[1])
    plot.note(block)
    plot.expect("ZW507", path, new[1])
    if "https://" in texts[0]:
        plot.allow("ZW212", path, "an image from elsewhere is outside the handbook")


# -- ZW509 ---------------------------------------------------------------------------------


def copy_block(plot: Plot, *, open_: bool) -> Block:
    path = choose(plot.rng, [p for p in plot.paths() if plot.book.meta[p].is_copy])
    closed = ("part-4-achieved", "part-4-next-year", "appendix")
    return plot.block(path, "paragraph", where=lambda b: plot.book.is_open(b) == open_ and b.anchors[-1] not in closed and "](" not in b.lines[0].text
                      and b.lines[-1].text.endswith((".", "?")))  # fmt: skip


EDITS: dict[str, Callable[[str], str | None]] = {
    "sentence added": lambda t: t + " Wij kijken elke week of dit klopt.", "word changed": lambda t: re.sub(r"\b(de|het|een)\b", "dit", t, count=1),
    "paragraph gone": lambda _: None, "last sentence gone": lambda t: ". ".join(t.split(". ")[:-1]) + "." if ". " in t else "Wij doen dit.",
    "not": lambda t: t.replace(" is ", " is niet ", 1) if " is " in t else t + " Dat doen wij niet.",
}  # fmt: skip


@spread("ZW509", EDITS)
def out_of_step(plot: Plot, change: object) -> None:
    block = copy_block(plot, open_=False)
    line = block.lines[0]
    plot.claim(line, ("section", block.path, block.anchors))
    new = change(line.text)  # type: ignore[operator]
    if new == line.text:
        raise Unplantable
    if new is None:
        index = plot.book.files[block.path].index(line)
        around = [
            plot.book.files[block.path][index - 1],
            plot.book.files[block.path][index + 1],
            plot.book.files[block.path][index - 2],
        ]
        plot.book.remove(block.path, [line, plot.book.files[block.path][index + 1]])
        head = next(
            b.lines[0]
            for b in plot.book.blocks(block.path)
            if b.kind == "heading" and b.anchors == block.anchors
        )
        kept = [
            Where(block.path, x)
            for x in [*around, head]
            if any(x is y for y in plot.book.files[block.path])
        ]
        plot.expect("ZW509", block.path, kept[0].line, *kept[1:])
    else:
        line.text = new
        plot.expect("ZW509", block.path, line)
    plot.claims.add(("touched", block.path))


@plant("ZW509", "section added")
def section_added(plot: Plot) -> None:
    block = copy_block(plot, open_=False)
    if block.audience or block.when:
        raise Unplantable
    new = plot.book.insert(
        block.path,
        block.lines[-1],
        "",
        "#" * len(block.anchors) + " Alleen bij ons {#alleen-bij-ons}",
        "",
        "Dit doet alleen onze school.",
    )
    plot.claim(block.lines[-1], *new)
    plot.claims.add(("touched", block.path))
    plot.expect("ZW509", block.path, new[1], many=True)


@plant("ZW509", "newer template")
def newer_template(plot: Plot) -> None:
    """The template has a newer version in force: a note at each school's plan."""
    if plot.claims or plot.only is not None:
        raise Unplantable
    plan, old = "handbook/plan.md", "handbook/versions/plan/2.0.md"
    plot.whole(plan)
    text = plot.book.bytes_of(old).decode()
    text = text.replace("version: '2.0'", "version: '2.1'").replace(
        "change: major", "change: minor"
    )
    text = text.replace("2026-06-09", "2026-10-06").replace(
        "effective: 2026-08-01", "effective: 2026-11-02"
    )
    text = text.replace("Geen vraag is te klein.", "Geen enkele vraag is te klein.")
    plot.book.files["handbook/versions/plan/2.1.md"] = [Line(x) for x in text.split("\n")]
    front = plot.book.files[plan]
    ledger = max(i for i, x in enumerate(front) if x.text.startswith("  - version:"))
    end = next(i for i, x in enumerate(front) if i > ledger and not x.text.startswith(" "))
    entry = [x.text for x in front[ledger:end]]
    new = (
        "\n".join(entry)
        .replace("'2.0'", "'2.1'")
        .replace("major", "minor")
        .replace("2026-06-09", "2026-10-06")
        .replace("2026-08-01", "2026-11-02")
    )
    plot.book.insert(plan, front[end - 1], *new.split("\n"))
    plot.allow("ZW409", "handbook/versions/plan/2.1.md", "its digest is that of version 2.0")
    for path, meta in plot.book.meta.items():
        if meta.is_copy:
            plot.expect("ZW509", path, plot.book.key(path, "template"))
