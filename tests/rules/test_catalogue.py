"""The catalogue is complete: who reads a rule learns what, why and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rules.examples import findings, vision
from zowerkenwij.rules import RULES, SEVERITIES, Rule
from zowerkenwij.rules.catalogue import rule

ALL = list(RULES.values())
EXPECTED = {
    "ZW101": ("unreadable-record", "error"), "ZW102": ("schema", "error"),
    "ZW103": ("duplicate-id", "error"), "ZW104": ("unknown-reference-value", "error"),
    "ZW105": ("title-heading", "warning"), "ZW106": ("unused-suppression", "warning"),
    "ZW201": ("reference-target", "error"), "ZW202": ("reference-anchor", "error"),
    "ZW203": ("reference-withdrawn", "error"), "ZW204": ("title-drift", "warning"),
    "ZW205": ("named-not-linked", "warning"), "ZW206": ("orphan", "note"),
    "ZW207": ("register-mismatch", "warning"), "ZW208": ("vague-link-text", "warning"),
    "ZW210": ("bad-url", "warning"), "ZW211": ("duplicate-anchor", "error"),
    "ZW212": ("missing-asset", "error"), "ZW213": ("moved-target", "warning"),
    "ZW501": ("unfilled-slot", "error"), "ZW502": ("template-phrase", "error"),
    "ZW503": ("unresolved-choice", "warning"), "ZW504": ("required-section", "error"),
    "ZW505": ("truncated", "warning"), "ZW506": ("term-drift", "warning"),
    "ZW507": ("heading-order", "warning"), "ZW508": ("readability", "note"),
    "ZW509": ("template-out-of-step", "error"), "ZW601": ("audience-reference", "error"),
    "ZW602": ("personal-data", "error"), "ZW603": ("role-without-holder", "error"),
    "ZW604": ("audience-narrower-than-law", "warning"),
    "ZW209": ("suspect-reference", "warning"), "ZW301": ("review-overdue", "warning"),
    "ZW302": ("review-due-soon", "note"), "ZW303": ("rubber-stamp", "warning"),
    "ZW304": ("review-digest", "warning"), "ZW305": ("no-review-rule", "error"),
    "ZW401": ("ledger-order", "error"), "ZW402": ("text-changed-after-adoption", "note"),
    "ZW403": ("missing-consent", "error"), "ZW404": ("stale-consent", "error"),
    "ZW405": ("adopter", "error"), "ZW406": ("two-in-force", "error"),
    "ZW407": ("change-class", "warning"), "ZW408": ("version-file-missing", "error"),
    "ZW409": ("version-file-changed", "error"),
    "ZW701": ("obligation-uncovered", "error"), "ZW702": ("obligation-section", "error"),
    "ZW703": ("obligation-unverified", "warning"), "ZW704": ("obligation-changed", "warning"),
    "ZW801": ("action-incomplete", "warning"), "ZW802": ("action-source", "note"),
    "ZW803": ("monitor-missing", "warning"), "ZW804": ("duplicate-action", "note"),
}  # fmt: skip


def test_codes_slugs_and_severities_are_those_of_the_catalogue() -> None:
    assert {code: (r.slug, r.severity) for code, r in RULES.items()} == EXPECTED


@pytest.mark.parametrize("one", ALL, ids=lambda r: r.code)
def test_a_rule_explains_itself_in_whole_sentences(one: Rule) -> None:
    assert re.fullmatch(r"ZW\d{3}", one.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.slug)
    assert one.severity in SEVERITIES
    assert one.title[0].isupper()
    assert not one.title.endswith(".")
    for sentence in (one.why, one.repair):
        assert sentence[0].isupper()
        assert sentence.endswith((".", "?"))
    assert one.good.strip()
    assert one.bad.strip()
    assert one.good != one.bad


def test_slugs_are_unique() -> None:
    assert len({r.slug for r in ALL}) == len(ALL)


def test_only_readability_is_off_by_default() -> None:
    assert [r.code for r in ALL if not r.default] == ["ZW508"]


def test_a_code_is_never_used_twice() -> None:
    with pytest.raises(ValueError, match="ZW101"):
        rule("ZW101", "again", "note", title="T", why="W.", repair="R.", good="g", bad="b")(
            lambda _: ()
        )
    assert RULES["ZW101"].slug == "unreadable-record"


OF_TEXT = ("ZW201", "ZW205", "ZW208", "ZW210", "ZW211", "ZW212", "ZW502", "ZW503", "ZW505", "ZW506", "ZW507", "ZW508", "ZW602")  # fmt: skip


@pytest.mark.parametrize("code", OF_TEXT)
def test_what_a_rule_shows_as_bad_is_found_and_what_it_shows_as_good_is_not(
    code: str, tmp_path: Path
) -> None:
    for name in ("bad", "good"):
        text = re.sub(r"\s+# .*$", "", getattr(RULES[code], name), flags=re.MULTILINE)
        found = findings(tmp_path / name, files=vision(text), select=[code])
        assert bool(found) == (name == "bad"), (name, text)
