"""Defects in what records name (ZW104), in titles (ZW105) and in suppressions (ZW106)."""

from __future__ import annotations

from tests.acceptance.book import Line, choose
from tests.acceptance.plant_records import (
    HANDBOOK,
    OBLIGATIONS,
    PEOPLE,
    SEARCH,
    front_key,
    new_document,
    schools,
)
from tests.acceptance.planting import Plot, Where, plant, spread

FRONT = {
    "role": ("owner", "owner: atention-officer"),
    "type": ("type", "type: protocool"),
    "audience": ("audience", "audience: iedereen"),
    "kind": ("applies_to", "applies_to: [so, gesloten]"),
    "obligation": ("obligations", "obligations: [meldcodes]"),
    "based on": ("based_on", "based_on: [bestaat-niet]"),
    "school": ("school", "school: de-overkant"),
    "template": ("template", None),
}


@spread("ZW104", FRONT)
def unknown_value(plot: Plot, case: object) -> None:
    key, text = case  # type: ignore[misc]
    path = choose(
        plot.rng,
        [
            p
            for p in plot.paths()
            if any(
                x.text.startswith(f"{key}:") and len(x.text) > len(key) + 2
                for x in plot.book.files[p]
            )
        ],
    )
    plot.whole(path)
    line = front_key(plot, path, key)
    line.text = text or line.text.replace("document: plan", "document: plannetje")
    plot.expect("ZW104", path, line)


@spread("ZW104", {"adopting body": "adopted", "consulted body": "consulted"})
def unknown_body(plot: Plot, part: object) -> None:
    path = choose(
        plot.rng,
        [
            p
            for p in plot.paths()
            if any(x.text.strip(" -").startswith("body:") for x in plot.book.files[p])
        ],
    )
    plot.whole(path)
    head = plot.book.key(path, str(part))
    line = plot.book.key(path, "by" if part == "adopted" else "body", after=head)
    line.text = line.text.split(":")[0] + ": ouderraad"
    plot.expect("ZW104", path, line)


LISTS = {
    "hotlist": (HANDBOOK, "{document: antipest,", "{document: antipesten,"),
    "type adopted by": (HANDBOOK, "adopted_by: {major: [board]", "adopted_by: {major: [bestuur]"),
    "type consults": (HANDBOOK, "major: [{body: gmr,", "major: [{body: gmrr,"),
    "appendix type": (
        HANDBOOK,
        "types: [protocol, guideline, playbook]",
        "types: [protocol, guideline, playbook, formulier]",
    ),
    "evidence": (OBLIGATIONS, "{document: antipest,", "{document: antipesten,"),
    "obligation kind": (OBLIGATIONS, "applies_to: [", "applies_to: [gesloten, "),
    "verified by": (OBLIGATIONS, "by: policy-officer", "by: jurist"),
    "held role": (PEOPLE, "role: attention-officer,", "role: aandacht,"),
    "held at a school": (PEOPLE, "school: de-veerpont", "school: de-overkant"),
    "search test": (SEARCH, "expect: meldcode", "expect: meldkode"),
    "action owner": ("improvement", "owner: director", "owner: directie"),
    "action document": ("improvement", "documents: [", "documents: [bestaat-niet, "),
    "monitor action": ("monitoring", "actions: [", "actions: [bestaat-niet, "),
    "monitor discussed by": ("monitoring", "by: [director", "by: [directie"),
    "school kind": ("school", "kind: ", "kind: gesloten-"),
    "school document": ("school", "school-rules-document: ", "school-rules-document: geen-"),
}


@spread("ZW104", LISTS)
def unknown_in_register(plot: Plot, case: object) -> None:
    where, old, new = case  # type: ignore[misc]
    path = plot.file(where) if where.startswith("handbook/") else plot.file(*schools(plot, where))
    plot.whole(path)
    line = choose(plot.rng, [x for x in plot.book.files[path] if old in x.text])
    line.text = line.text.replace(old, new, 1)
    plot.expect(("ZW104", "ZW501") if "rules-document" in old else "ZW104", path, line)
    if where == "school":
        plot.allow("ZW509", None, "a school's plan differs from a fresh fill")
        plot.allow("ZW501", None, "the slot has no value that fits")
    if where == PEOPLE:
        plot.allow("ZW603", None, "nobody holds the role that was meant")
    if where == "improvement":
        plot.allow("ZW206", None, "nothing refers to the document any more")


# -- ZW105 ---------------------------------------------------------------------------------


def heading(plot: Plot, path: str) -> Line:
    return next(b for b in plot.book.blocks(path) if b.kind == "heading").lines[0]


@spread("ZW105", {
    "other heading": lambda t: "Waar dit over gaat", "one letter": lambda t: t[:3] + t[4:],
    "a word more": lambda t: t + " (nieuw)", "words in another order": lambda t: " ".join(reversed(t.split())),
})  # fmt: skip
def other_heading(plot: Plot, change: object) -> None:
    path = plot.document()
    line = heading(plot, path)
    old = line.text
    line.text = "# " + change(old[2:])  # type: ignore[operator]
    plot.claim(line)
    plot.touch(path)
    plot.expect("ZW105", path, line, Where(path, front_key(plot, path, "title")))
    if line.text == old:
        from tests.acceptance.book import Unplantable

        raise Unplantable


@plant("ZW105", "no heading")
def no_heading(plot: Plot) -> None:
    path = plot.document()
    line = heading(plot, path)
    plot.claim(line)
    plot.touch(path)
    plot.book.remove(path, [line])
    first = plot.book.files[path][plot.book.body_start(path)]
    after = heading(plot, path)
    plot.expect(
        "ZW105", path, front_key(plot, path, "title"), Where(path, first), Where(path, after)
    )
    plot.allow("ZW507", path, "a text without its first heading starts on a lower level")


@spread("ZW105", {"protocol is a policy": "Protocol frisse lucht", "guideline is a policy": "Handreiking frisse lucht",
                  "playbook is a policy": "Draaiboek frisse lucht", "leaflet is a policy": "Informatiefolder frisse lucht",
                  "compound": "Luchtprotocol"})  # fmt: skip
def type_word(plot: Plot, title: object) -> None:
    path = new_document(plot, "handbook/policies/frisse-lucht.md", title=str(title))
    plot.expect("ZW105", path, plot.book.key(path, "title"), Where(path, plot.book.key(path, "type")),
                Where(path, heading(plot, path)))  # fmt: skip


# -- ZW106 ---------------------------------------------------------------------------------


@spread("ZW106", {"hits nothing": "ZW204", "unknown rule": "ZW999", "another rule": "ZW602"})
def unused(plot: Plot, code: object) -> None:
    path = plot.document()
    plot.whole(path)
    line = plot.book.insert(
        path,
        front_key(plot, path, "owner"),
        "ignore:",
        f"  - {{rule: {code}, reason: In deze tekst past het zo beter.}}",
    )[1]
    plot.claims.add(("touched", path))
    plot.expect("ZW106", path, line)


@plant("ZW106", "no reason")
def no_reason(plot: Plot) -> None:
    path = plot.document()
    plot.whole(path)
    line = plot.book.insert(path, front_key(plot, path, "owner"), "ignore:", "  - {rule: ZW204}")[1]
    plot.expect(("ZW106", "ZW102"), path, line)
