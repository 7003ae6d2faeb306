"""Persons come from the register, and only as far as the audience may know them."""

from __future__ import annotations

from datetime import date
from html import unescape

from tests.site.tiny import DAY, Tiny, markdown
from zowerkenwij.site.people import markdown_text, role_text
from zowerkenwij.site.view import View
from zowerkenwij.text import render


def test_the_public_sees_public_persons_with_their_public_contact(tiny: Tiny) -> None:
    tiny.add("folder", "Vraag het {{ role.director }} of {{ role.confidant }}.")
    text = markdown(tiny.edition("public"), "folder")
    assert (
        'Olga Openbaar (<a href="mailto:olga@klein.example">olga@klein.example</a>) van Het Schip'
        in text
    )
    assert "of de externe vertrouwenspersoon." in text


def test_staff_see_everybody_with_the_contact_for_staff(tiny: Tiny) -> None:
    tiny.add("folder", "Vraag het {{ role.director }} of {{ role.confidant }}.")
    text = markdown(tiny.edition("staff"), "folder")
    assert "Olga Openbaar (toestel zevenentachtig) van Het Schip" in text
    assert "Stella Stilhouder (toestel vierentwintig)" in text


def test_a_person_stands_there_only_while_holding_the_role(tiny: Tiny) -> None:
    handbook = tiny.load()
    assert "Olga" in role_text(View(handbook, "public", DAY), "director", "het-schip")
    assert (
        role_text(View(handbook, "public", date(2009, 1, 1)), "director", "het-schip")
        == "de directeur"
    )


def test_a_name_is_shown_exactly_as_it_is_whatever_signs_it_holds() -> None:
    name = "Jan_de_*Witte* <b> [x](y) & `z` | # {{ q }}"
    html = render(markdown_text(name))
    assert unescape(html) == f"<p>{name}</p>"
    assert "<b>" not in html
