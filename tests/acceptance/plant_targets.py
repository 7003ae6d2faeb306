"""Defects in what links point at: double anchors, absent files, documents that moved."""

from __future__ import annotations

import re

from tests.acceptance.book import Unplantable, choose
from tests.acceptance.plant_references import an_existing_link, in_ordinary_text
from tests.acceptance.planting import Plot, Where, plant, spread

# -- ZW211, ZW212, ZW213 ---------------------------------------------------------------------


@spread(
    "ZW211", {"heading": "### Nog een stuk {{#{0}}}", "HTML": '<a id="{0}"></a>Dit is een anker.'}
)
def double_anchor(plot: Plot, form: object) -> None:
    path = plot.document()
    headings = [
        b
        for b in plot.book.blocks(path)
        if b.kind == "heading" and "{#" in b.lines[0].text and id(b.lines[0]) not in plot.claims
    ]
    block = choose(plot.rng, headings)
    spot = plot.block(
        path,
        "paragraph",
        "list",
        where=lambda b: (
            len(b.anchors) > 1
            and in_ordinary_text(b)
            and b.when is None
            and not b.lines[-1].text.endswith(":")
        ),
    )
    extra = ["", "Dit stuk legt het uit."] if str(form).startswith("#") else []
    line = plot.book.insert(path, spot.lines[-1], "", str(form).format(block.anchors[-1]), *extra)[
        1
    ]
    plot.claim(line, block.lines[0])
    plot.note(spot)
    plot.expect("ZW211", path, line, Where(path, block.lines[0]))


ASSETS = {
    "image": "![Plattegrond van de school]({up}assets/plattegrond.png)",
    "attachment": "[Formulier voor verlof]({up}assets/formulier.pdf)",
    "image outside": "![Plattegrond van de school]({up}../README.png)",
    "image far outside": "![Plattegrond van de school]({up}../../../../../../etc/plattegrond.png)",
    "absolute": "![Plattegrond van de school](/assets/plattegrond.png)",
    "HTML image": '<img src="{up}assets/plattegrond.png" alt="Plattegrond van de school">',
    "attachment in words": "[Brief]({up}assets/brief.docx)",
}


@spread("ZW212", ASSETS)
def no_asset(plot: Plot, markup: object) -> None:
    path = plot.document()
    up = plot.link(path, "handbook/x")[:-1]
    path, line = plot.say(
        f"Zo ziet het eruit: {str(markup).format(up=up)}",
        path,
        forms=["paragraph", "item"],
        glue=False,
    )
    line.text += "." if "[F" in line.text or "[B" in line.text else ""
    plot.expect("ZW212", path, line)


@plant("ZW212", "other case")
def asset_case(plot: Plot) -> None:
    plot.book.binary["handbook/assets/kaart-van-de-school.png"] = b"\x89PNG\r\n\x1a\n"
    path = plot.document()
    up = plot.link(path, "handbook/x")[:-1]
    path, line = plot.say(
        f"Zo ziet het eruit: ![Kaart van de school]({up}assets/Kaart-van-de-school.png)",
        path,
        forms=["paragraph"],
        glue=False,
    )
    plot.expect("ZW212", path, line)


@plant("ZW213", "wrong folder")
def wrong_folder(plot: Plot) -> None:
    path, line, _, target = an_existing_link(plot)
    name = target.split("/")[-1]
    folder = choose(
        plot.rng,
        [
            f
            for f in ("protocols", "guidelines", "policies", "ergens")
            if f"/{f}/{name.split('#')[0]}" not in str(plot.book.files.keys())
        ],
    )
    up = plot.link(path, "handbook/x")[:-1]
    line.text = line.text.replace(f"({target})", f"({up}{folder}/{name})", 1)
    plot.expect("ZW213", path, line)


@plant("ZW213", "former id")
def former_id(plot: Plot) -> None:
    path, line, _, target = an_existing_link(plot)
    to = plot.book.target_of(path, target)[0] or ""
    if to in plot.avoid or ("whole", to) in plot.claims or plot.only is not None:
        raise Unplantable
    plot.claim(("former", to))
    plot.claims.add(("touched", to))
    plot.book.insert(to, plot.book.key(to, "owner"), "former_ids: [oude-naam]")
    line.text = line.text.replace(
        f"({target})", f"({re.sub(r'[^/]+[.]md', 'oude-naam.md', target)})", 1
    )
    plot.expect("ZW213", path, line)


@plant("ZW213", "document moved")
def moved(plot: Plot) -> None:
    if plot.only is not None or plot.claims:
        raise Unplantable
    path = choose(
        plot.rng, [p for p in plot.paths(copies=False, template=False) if "/schools/" not in p]
    )
    new = f"handbook/ondergebracht/{path.split('/')[-1]}"
    for place, line in plot.book.links_to(path):
        if place != path:
            plot.expect("ZW213", place, line)
    siblings = [
        line for line, _, target in plot.book.links(path)
        if "/" not in target.split("#")[0] and target.split("#")[0] and plot.book.target_of(path, target)[0]
    ]  # fmt: skip
    plot.book.files[new] = plot.book.files.pop(path)
    plot.book.meta = {**{p: m for p, m in plot.book.meta.items() if p != path}}
    for line in siblings:
        plot.expect("ZW213", new, line)
    plot.claims.add(("whole", new))
