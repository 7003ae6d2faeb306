"""Defects in who may read what, in personal data and in who holds a role."""

from __future__ import annotations

import re

from tests.acceptance.book import Unplantable, choose
from tests.acceptance.plant_content import SCHOOLS
from tests.acceptance.plant_records import GLOSSARY, OBLIGATIONS, PEOPLE, front_key, schools
from tests.acceptance.plant_references import in_ordinary_text
from tests.acceptance.planting import Plot, Where, plant, spread

RESTRICTED = "handbook/external/regels-instelling.md"


# -- ZW601 ---------------------------------------------------------------------------------


@spread(
    "ZW601",
    {
        "title": "[Veiligheidsregels van de instelling]({})",
        "words": "[de regels van onze partner]({})",
        "with an anchor": "[de regels van onze partner]({}#kort)",
    },
)
def restricted_link(plot: Plot, markup: object) -> None:
    path = plot.document(audiences=["public", "on-request"])
    path, line = plot.say(
        f"Lees ook {str(markup).format(plot.link(path, RESTRICTED))}.", path, where=in_ordinary_text
    )
    plot.expect("ZW601", path, line)


@plant("ZW601", "short link")
def restricted_number(plot: Plot) -> None:
    plot.file(RESTRICTED)
    plot.claim(("number", RESTRICTED))
    key = plot.book.key(RESTRICTED, "short_links")
    plot.claim(key)
    key.text = "short_links: [205699]"
    plot.claims.add(("touched", RESTRICTED))
    path = plot.document(audiences=["public", "on-request"])
    path, line = plot.say(
        "Lees ook [de regels van onze partner](https://dewaterkant.example/205699).",
        path,
        where=in_ordinary_text,
    )
    plot.expect("ZW601", path, line)


@spread("ZW601", {"passage in another document": True, "passage in the text itself": False})
def restricted_passage(plot: Plot, elsewhere: object) -> None:
    """A heading inside a restricted passage, and an open text that links to it."""
    inside = [(p, b) for p in plot.paths(copies=False) for b in plot.book.blocks(p) if b.audience == "restricted" and b.kind == "paragraph"
              and not any(id(x) in plot.claims for x in b.lines)]  # fmt: skip
    if not elsewhere:
        inside = [
            (p, b) for p, b in inside if plot.book.meta[p].audience in ("public", "on-request")
        ]
    place, block = choose(plot.rng, inside)
    plot.book.insert(
        place,
        block.lines[-1],
        "",
        "#" * len(block.anchors) + " Verborgen deel {#verborgen-deel}",
        "",
        "Dit lezen maar weinig mensen.",
    )
    plot.claim(block.lines[-1], ("hidden", place))
    plot.note(block)
    path = (
        choose(plot.rng, [p for p in plot.paths(audiences=["public", "on-request"]) if p != place])
        if elsewhere
        else place
    )
    address = plot.link(path, place, "verborgen-deel") if elsewhere else "#verborgen-deel"
    path, line = plot.say(f"Lees ook [het laatste deel]({address}).", path, where=in_ordinary_text)
    plot.expect("ZW601", path, line)


@spread(
    "ZW601",
    {
        "image of a restricted document": "![Kaart van het terrein]({})",
        "attachment of a restricted document": "[Kaart van het terrein]({})",
    },
)
def restricted_image(plot: Plot, markup: object) -> None:
    asset = "handbook/assets/kaart-van-het-terrein.png"
    plot.file(RESTRICTED)
    plot.claim(("asset", RESTRICTED))
    plot.book.binary[asset] = b"\x89PNG\r\n\x1a\n"
    plot.say(
        "Zo loop je: " + str(markup).format(plot.link(RESTRICTED, asset)),
        RESTRICTED,
        forms=["paragraph"],
        glue=False,
    )
    path = plot.document(audiences=["public", "on-request"])
    path, line = plot.say(
        "Zo loop je: " + str(markup).format(plot.link(path, asset)),
        path,
        forms=["paragraph", "item"],
        where=in_ordinary_text,
        glue=False,
    )
    plot.expect("ZW601", path, line)


@plant("ZW601", "looser passage than the document")
def looser(plot: Plot) -> None:
    path = plot.document(audiences=["staff", "restricted"])
    block = plot.block(
        path,
        "paragraph",
        where=lambda b: b.audience is None and b.when is None and len(b.anchors) > 1,
    )
    new = plot.book.insert(
        path, block.lines[-1], "", "::: audience public", "", "Dit mag iedereen weten.", "", ":::"
    )
    plot.claim(block.lines[-1], new[1])
    plot.note(block)
    plot.expect(("ZW601", "ZW501"), path, new[1])


# -- ZW602 ---------------------------------------------------------------------------------

PERSONAL = (
    "Bel Vera Voorbeeld als je iets ziet.", "Bel Fons Fictief op 000-000 00 02.", "Vraag het aan Lieke Luchtkasteel.", "Vraag het aan PIM PAPIER van kwaliteit.",
    "Bel 06-12345678 als je iets ziet.", "Bel 06 12 34 56 78 als je iets ziet.", "Bel 0612345678 als je iets ziet.", "Bel +31 6 12345678 als je iets ziet.",
    "Bel +31612345678 als je iets ziet.", "Bel 0031612345678 als je iets ziet.", "Bel 0113-123456 als je iets ziet.", "Bel (020) 123 45 67 als je iets ziet.",
    "Bel 020-1234567 als je iets ziet.", "Bel 000-000 00 02 als je iets ziet.", "Mail naar jan.jansen@voorbeeld.example als je iets ziet.",
    "Mail naar [de mentor](mailto:mentor@voorbeeld.example).", "Mail naar <mentor@voorbeeld.example>.", "Het nummer van de leerling is 111222333.",
    "Het nummer van de leerling is 123456782.", "Bel [de mentor](tel:0612345678).", "Vraag het aan **Tess Testpersoon**.", "Vraag het aan Tess  Testpersoon.",
    "Vraag het aan Roos Rekenvoorbeelds collega.", "Het nummer is 1112.22.333.", "Mail naar veiligheid@sluiswachter.dewaterkant.example.",
)  # fmt: skip


@spread("ZW602", {text: text for text in PERSONAL})
def personal(plot: Plot, text: object) -> None:
    path, line = plot.say(str(text))
    plot.expect("ZW602", path, line, many=str(text) == PERSONAL[1])


@spread(
    "ZW602",
    {"in a comment": "<!-- Vraag dit na bij Vera Voorbeeld. -->", "in code": "`Vera Voorbeeld`"},
)
def personal_hidden(plot: Plot, text: object) -> None:
    path, line = plot.say(str(text), forms=["paragraph"], glue=False)
    plot.expect("ZW602", path, line)


@plant("ZW602", "name over two lines")
def name_over_lines(plot: Plot) -> None:
    path, line = plot.say("Is er iets? Vraag het dan aan Vera", forms=["paragraph"], glue=False)
    second = plot.book.insert(path, line, "Voorbeeld van onze school.")[0]
    plot.expect("ZW602", path, line, Where(path, second))


@spread(
    "ZW602",
    {
        "name": "summary: Vragen? Vera Voorbeeld helpt je.",
        "number": "summary: 'Vragen? Bel 06-12345678.'",
        "mail": "summary: Vragen? Mail mentor@voorbeeld.example.",
    },
)
def personal_front(plot: Plot, text: object) -> None:
    path = plot.document()
    line = front_key(plot, path, "summary")
    plot.claim(line)
    line.text = str(text)
    plot.expect("ZW602", path, line)


@plant("ZW602", "in the ledger")
def personal_ledger(plot: Plot) -> None:
    path = plot.document()
    line = plot.book.key(path, "note")
    plot.claim(line)
    line.text = "    note: Eerste tekst van Roos Rekenvoorbeeld."
    plot.expect("ZW602", path, line)
    plot.allow("ZW402", path, "this is not the note that was adopted")


REGISTER_TEXT = {
    "action evidence": ("improvement", "evidence"), "action goal": ("improvement", "goal"), "monitor summary": ("monitoring", "summary"),
    "glossary meaning": (GLOSSARY, "meaning"), "obligation text": (OBLIGATIONS, "text"), "school value": ("school", "document-request-contact"),
    "school address": ("school", "address"),
}  # fmt: skip


@spread("ZW602", REGISTER_TEXT)
def personal_register(plot: Plot, case: object) -> None:
    where, key = case  # type: ignore[misc]
    path = plot.file(where) if where.startswith("handbook/") else plot.file(*schools(plot, where))
    plot.whole(path)
    line = choose(
        plot.rng, [x for x in plot.book.files[path] if x.text.lstrip(" -").startswith(f"{key}:")]
    )
    line.text = line.text.split(":")[0] + ": Vraag het aan Sam Sjabloon van onze school."
    plot.expect("ZW602", path, line)
    if where in ("school", "improvement"):
        for school in SCHOOLS:
            plot.allow(
                "ZW509",
                f"handbook/schools/{school}/plan-{school}.md",
                "the plan differs from a fresh fill",
            )


# -- ZW603 ---------------------------------------------------------------------------------


@spread(
    "ZW603",
    {
        "ended": "2026-10-31",
        "ended yesterday": "2026-11-22",
        "ends in three weeks": "2026-12-14",
        "ends today": "2026-11-23",
    },
)
def ended(plot: Plot, day: object) -> None:
    path = plot.file(PEOPLE)
    plot.whole(path)
    one = ("board-chair", "director", "social-safety-coordinator, school: de-veerpont", "internal-confidant", "behavioural-expert", "policy-officer",
           "attention-officer", "safety-coordinator")  # fmt: skip
    lines = [
        x
        for x in plot.book.files[path]
        if any(f"role: {r}" in x.text for r in one) and " to:" not in x.text
    ]
    line = choose(plot.rng, lines)
    line.text = line.text.rstrip().removesuffix("}") + f", to: {day}}}"
    role = re.findall(r"role: ([\w-]+)", line.text)[0]
    plot.expect("ZW603", path, line, *_role(plot, role))


def _role(plot: Plot, role: str) -> list[Where]:
    path = "handbook/handbook.yml"
    return [Where(path, x) for x in plot.book.files[path] if f"- {{id: {role}," in x.text]


@plant("ZW603", "person gone")
def gone(plot: Plot) -> None:
    path = plot.file(PEOPLE)
    plot.whole(path)
    wanted = [
        x
        for x in plot.book.files[path]
        if "role: director" in x.text
        or "role: board-chair" in x.text
        or "role: internal-confidant" in x.text
    ]
    line = choose(plot.rng, wanted)
    lines = plot.book.files[path]
    end = lines.index(line)
    start = max(i for i in range(end) if lines[i].text.startswith("- id:"))
    role = re.findall(r"role: ([\w-]+)", line.text)[0]
    plot.book.remove(path, lines[start : end + 1])
    places = [Where(path, plot.book.files[path][0])] + _role(plot, role)
    plot.expect("ZW603", path, None, *places)


@plant("ZW603", "not yet begun")
def not_begun(plot: Plot) -> None:
    path = plot.file(PEOPLE)
    plot.whole(path)
    line = choose(plot.rng, [x for x in plot.book.files[path] if "role: director" in x.text])
    line.text = re.sub(r"from: [\d-]+", "from: 2027-01-01", line.text)
    plot.expect("ZW603", path, line, *_role(plot, "director"))


@plant("ZW603", "two coordinators")
def two(plot: Plot) -> None:
    path = plot.file(PEOPLE)
    plot.whole(path)
    school = plot.rng.choice(SCHOOLS)
    last = [x for x in plot.book.files[path] if x.text.strip()][-1]
    new = plot.book.insert(path, last, "- id: p-099", "  name: Kees Kladversie", "  public: false", "  holds:",
                           f"    - {{role: social-safety-coordinator, school: {school}, from: 2026-09-01}}")  # fmt: skip
    others = [
        Where(path, x) for x in plot.book.files[path] if "role: social-safety-coordinator" in x.text
    ]
    plot.expect("ZW603", path, new[-1], *others, *_role(plot, "social-safety-coordinator"))


@plant("ZW603", "real register instead of the example")
def real_register(plot: Plot) -> None:
    if plot.only is not None or plot.claims:
        raise Unplantable
    real = "handbook/people.yml"
    plot.book.files[real] = [type(x)(x.text) for x in plot.book.files[PEOPLE]]
    plot.whole(real)
    line = next(x for x in plot.book.files[real] if "role: board-chair" in x.text)
    line.text = line.text.removesuffix("}") + ", to: 2026-11-01}"
    plot.expect("ZW603", real, line, *_role(plot, "board-chair"))


# -- ZW604 ---------------------------------------------------------------------------------


@plant("ZW604", "narrower document")
def narrower(plot: Plot) -> None:
    path = choose(
        plot.rng,
        [p for p in plot.paths() if any("school-guide" in x.text for x in plot.book.files[p][:30])],
    )
    line = front_key(plot, path, "audience")
    plot.claim(line)
    plot.claims.add(("touched", path))
    line.text = f"audience: {plot.rng.choice(['on-request', 'staff'])}"
    other = front_key(plot, path, "obligations")
    plot.expect("ZW604", path, line, Where(path, other), many=True)


@plant("ZW604", "law opens more")
def law_opens(plot: Plot) -> None:
    path = plot.file(OBLIGATIONS)
    plot.whole(path)
    owners = [(p, w) for p, w in (("meldcode", "handbook/protocols/meldcode.md"), ("complaints", "handbook/regulations/klachtenregeling.md"),
                                  ("suspension-removal", "handbook/protocols/time-out-schorsen-verwijderen.md"))]  # fmt: skip
    id_, document = choose(plot.rng, owners)
    start = next(x for x in plot.book.files[path] if x.text == f"- id: {id_}")
    line = plot.book.insert(path, plot.book.key(path, "status", after=start), "  audience: public")[
        0
    ]
    front = plot.book.files[document][: plot.book.body_start(document)]
    spots = [Where(document, x) for x in front if x.text.startswith(("audience:", "obligations:"))]
    plot.expect("ZW604", path, line, *spots, many=True)
    plot.allow("ZW604", None, "every document that names the obligation")
