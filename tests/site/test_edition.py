"""What an edition holds: default-deny, the text in force, and every address of site.md."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.site.tiny import DAY, Tiny, markdown
from zowerkenwij.site.parts import EDITIONS, Edition


def shown(edition: Edition) -> set[str]:
    return {p.document for p in edition.pages if p.kind == "document" and p.document}


def everything(edition: Edition) -> str:
    pages = (
        f"{p.address} {p.title} {p.summary} {p.before} {p.markdown} {p.after}"
        for p in edition.pages
    )
    files = (f"{f.address} {f.text}" for f in edition.files)
    return "\n".join([*pages, *files, *(a.address for a in edition.assets)])


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ("public", {"open"}),
        ("on-request", {"open", "vraag"}),
        ("staff", {"open", "vraag", "team"}),
        ("restricted", {"open", "vraag", "team", "dicht"}),
        ("draft", {"open", "vraag", "team", "dicht"}),
    ],
)
def test_an_edition_holds_its_audience_and_wider(
    tiny: Tiny, audience: str, expected: set[str]
) -> None:
    for id_, own in [
        ("open", "public"),
        ("vraag", "on-request"),
        ("team", "staff"),
        ("dicht", "restricted"),
    ]:
        tiny.add(id_, "Tekst.", own)
    assert shown(tiny.edition(audience)) == expected


def test_an_unknown_audience_is_refused(tiny: Tiny) -> None:
    with pytest.raises(ValueError, match="iedereen"):
        tiny.edition("iedereen")


def test_a_document_without_audience_is_for_staff(tiny: Tiny) -> None:
    tiny.add("los", "Tekst.", None)
    assert shown(tiny.edition("on-request")) == set()
    assert shown(tiny.edition("staff")) == {"los"}


def test_a_draft_that_was_never_adopted_appears_only_in_the_draft_edition(tiny: Tiny) -> None:
    tiny.add("nieuw", "Zebravink.", adopted=None)
    for audience in EDITIONS[:-1]:
        assert "ebravink" not in everything(tiny.edition(audience))
        assert "d/nieuw/" not in everything(tiny.edition(audience))
    page = tiny.edition("draft").by_address["d/nieuw/"]
    assert page.version == "concept"
    assert "nog niet vastgesteld" in page.before


def test_readers_see_the_text_in_force_and_drafters_the_working_text(tiny: Tiny) -> None:
    tiny.add("regels", "De oude tekst.", working="# Regels\n\nDe nieuwe tekst.\n")
    assert "oude" in markdown(tiny.edition("public"), "regels")
    assert "nieuwe" not in everything(tiny.edition("public"))
    assert "nieuwe" in markdown(tiny.edition("draft"), "regels")
    assert tiny.edition("draft").by_address["d/regels/"].version == "concept"
    assert tiny.edition("public").by_address["d/regels/"].version == "1.0"


def test_a_wider_audience_that_is_not_adopted_opens_nothing(tiny: Tiny) -> None:
    tiny.add("geheim", "De adopteerde tekst.", "restricted")
    path = tiny.root / "handbook/protocols/geheim.md"
    path.write_text(path.read_text().replace('audience: "restricted"', 'audience: "public"'))
    assert shown(tiny.edition("public")) == set()


def test_a_version_that_is_not_in_force_yet_says_so(tiny: Tiny) -> None:
    tiny.add("straks", "Tekst.", effective="2027-01-01")
    assert (
        "geldt vanaf <strong>1 januari 2027"
        in tiny.edition("public").by_address["d/straks/"].before
    )


def test_a_withdrawn_document_keeps_a_notice_without_its_text(tiny: Tiny) -> None:
    tiny.add("erfgenaam", "Nieuwe afspraken.", title="De erfgenaam")
    tiny.add("weg", "Wegwezentekst.", keywords=["oudzoekwoord"], withdrawn={
        "on": "2026-09-01", "by": "board", "reason": "Niet meer nodig.", "successor": "erfgenaam"})  # fmt: skip
    edition = tiny.edition("public")
    page = edition.by_address["d/weg/"]
    assert page.kind == "notice"
    assert "Niet meer nodig." in page.before
    assert 'href="../erfgenaam/"' in page.before
    assert "Wegwezentekst" not in everything(edition)
    assert "oudzoekwoord" not in everything(edition)


def test_narrower_passages_are_cut_and_wider_editions_label_them(tiny: Tiny) -> None:
    tiny.add("mix", "Voor allen.\n\n::: audience staff\n\nVoor het team.\n\n:::\n\nEinde.")
    assert "team" not in markdown(tiny.edition("public"), "mix")
    assert "Einde." in markdown(tiny.edition("public"), "mix")
    assert "Voor het team." in markdown(tiny.edition("staff"), "mix")


def test_a_passage_without_its_end_hides_all_that_follows(tiny: Tiny) -> None:
    tiny.add("half", "Voor allen.\n\n::: audience restricted\n\nGeheim.\n\n## Meer\n\nOok geheim.")
    assert "eheim" not in everything(tiny.edition("staff"))


def test_a_school_text_keeps_only_passages_of_its_own_kind(tiny: Tiny) -> None:
    body = "::: when so\n\nDagschool.\n\n:::\n\n::: when custodial\n\nInrichting.\n\n:::\n"
    tiny.add("los", body)
    tiny.add("eigen", body, folder="schools/het-schip", level="school", school="het-schip")
    edition = tiny.edition("public")
    assert {"Dagschool.", "Inrichting."} <= set(markdown(edition, "los").split())
    assert "Dagschool." in markdown(edition, "eigen")
    assert "Inrichting." not in markdown(edition, "eigen")


def test_a_template_is_no_page_but_leads_to_the_schools(tiny: Tiny) -> None:
    tiny.add("plan", "Over {{ school.name }}.", folder=".", type="plan")
    tiny.add("wijzer", "Lees het [Plan](../plan.md#deel).")
    for audience in ("public", "staff"):
        edition = tiny.edition(audience)
        assert "d/plan/" not in edition.by_address
        assert "[Plan](../../scholen/index.md)" in markdown(edition, "wijzer")
    assert "in te vullen" in markdown(tiny.edition("draft"), "plan")


def test_a_school_shows_its_plan_and_who_to_turn_to(tiny: Tiny) -> None:
    tiny.add(
        "plan-het-schip", "Vraag het {{ role.director }}.", folder="schools/het-schip", type="plan",
        level="school", school="het-schip", title="Veiligheidsplan Het Schip",
    )  # fmt: skip
    page = tiny.edition("public").by_address["scholen/het-schip/"]
    assert (page.document, page.version) == ("plan-het-schip", "1.0")
    assert "Olga Openbaar" in page.before
    assert "Olga Openbaar" in page.markdown


def test_every_address_of_the_contract_is_there(tiny: Tiny) -> None:
    tiny.add(
        "pesten",
        "Tekst.",
        aliases=["Oud pestprotocol"],
        short_links=[205679],
        former_ids=["plagen"],
    )
    edition = tiny.edition("public")
    assert {
        "", "zoeken/", "a-z/", "register/", "d/pesten/", "d/pesten/versies/", "scholen/",
        "scholen/het-schip/", "begrippen/", "wijzigingen/", "toegankelijkheid/", "soorten/protocollen/",
    } <= set(edition.by_address)  # fmt: skip
    redirects = {f.address: f.text for f in edition.files if f.address.endswith("index.html")}
    assert set(redirects) == {
        "205679/index.html", "d/plagen/index.html", "d/oud-pestprotocol/index.html",
    }  # fmt: skip
    assert 'content="0; url=../d/pesten/"' in redirects["205679/index.html"]
    assert 'content="0; url=../pesten/"' in redirects["d/plagen/index.html"]


def test_a_redirect_never_takes_the_address_of_a_document_or_of_two(tiny: Tiny) -> None:
    tiny.add("een", "Tekst.", aliases=["Twee", "Dezelfde naam"])
    tiny.add("twee", "Tekst.", "restricted")
    tiny.add("drie", "Tekst.", aliases=["Dezelfde naam"])
    addresses = {f.address for f in tiny.edition("public").files}
    assert not addresses & {"d/twee/index.html", "d/dezelfde-naam/index.html"}


def test_the_search_index_holds_words_of_this_edition_only(tiny: Tiny) -> None:
    tiny.add(
        "open",
        "## Kop\n\n::: audience staff\n\n## Teamkop\n\n:::\n",
        keywords=["ruzie"],
        summary="Kort.",
    )
    tiny.add("team", "Tekst.", "staff", keywords=["sleutelplan"])
    index = {f.address: f.text for f in tiny.edition("public").files}["zoeken/index.json"]
    entry = json.loads(index)[0]
    assert (entry["t"], entry["k"], entry["s"], entry["h"]) == (
        "Open",
        ["ruzie"],
        "Kort.",
        [["Kop", "kop"]],
    )
    assert "sleutelplan" not in index
    assert "Teamkop" not in index


def test_the_crisis_block_links_what_is_there_and_names_what_can_be_asked_for(tmp_path) -> None:
    tiny = Tiny.create(tmp_path, hotlist="[{document: open, text: Er is brand}, {document: vraag, text: Er is ruzie}, "
                       "{document: team, text: Sleutel weg}]")  # fmt: skip
    for id_, own in [("open", "public"), ("vraag", "on-request"), ("team", "staff")]:
        tiny.add(id_, "Tekst.", own, title=f"Titel {id_}")
    home = tiny.edition("public").by_address[""].before
    assert '<a href="./d/open/"' in home or '<a href="d/open/"' in home
    assert "op te vragen bij de schooladministratie" in home
    assert "Titel vraag" in home
    assert "d/vraag/" not in home
    assert "Sleutel weg" not in home
    assert "Sleutel weg" in tiny.edition("staff").by_address[""].before


def test_the_status_strip_says_all_in_words(tiny: Tiny) -> None:
    tiny.add("pesten", "Tekst.", review={"every": "P1Y"})
    strip = tiny.edition("public").by_address["d/pesten/"].after
    for words in ("Protocol", "1.0, van kracht", "1 augustus 2026", "college van bestuur", "1 juni 2026",
                  "directeur", "openbaar", "1 juni 2027"):  # fmt: skip
        assert words in strip


def test_references_in_and_out_stay_inside_the_edition(tiny: Tiny) -> None:
    tiny.add("een", "Zie [Twee](twee.md) en [Drie](drie.md).", title="Een")
    tiny.add("twee", "Tekst.", title="Twee")
    tiny.add("drie", "Zie [Twee](twee.md).", "staff", title="Drie")
    page = tiny.edition("public").by_address
    assert "Hoort bij" in page["d/een/"].after
    assert 'href="../twee/"' in page["d/een/"].after
    assert "Drie" not in page["d/een/"].after
    assert "Wordt genoemd in" in page["d/twee/"].after
    assert "Drie" not in page["d/twee/"].after
    assert "Drie" in tiny.edition("staff").by_address["d/twee/"].after


def test_versions_of_a_narrower_time_stay_hidden(tiny: Tiny) -> None:
    tiny.add("open", "Tekst.", note="Eerste tekst voor het crisisteam.")
    path = tiny.root / "handbook/versions/open/1.0.md"
    path.write_text(path.read_text().replace('audience: "public"', 'audience: "restricted"'))
    assert "crisisteam" not in everything(tiny.edition("public"))


def test_an_earlier_day_shows_what_held_then(tiny: Tiny) -> None:
    tiny.add("pesten", "Tekst.")
    assert shown(tiny.edition("public", date(2026, 5, 1))) == set()
    assert shown(tiny.edition("public", DAY)) == {"pesten"}
