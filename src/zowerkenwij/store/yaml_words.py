"""Libyaml's English complaints in plain Dutch, with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

_EXPLANATIONS = (
    (
        "directive",
        ("Een regel met `%` kan hier niet. Haal hem weg, of zet de tekst tussen aanhalingstekens."),
    ),
    ("tab character", "Hier staat een tab. Gebruik spaties om in te springen."),
    (
        "mapping values are not allowed",
        (
            "Hier staat een dubbele punt met een spatie "
            "in gewone tekst. Zet de hele tekst tussen aanhalingstekens."
        ),
    ),
    ("could not find expected ':'", "Hier ontbreekt een dubbele punt. Schrijf `sleutel: waarde`."),
    ("quoted scalar", "Dit aanhalingsteken wordt niet goed gesloten. Zet er aan het eind ook een."),
    (
        "unknown escape",
        (
            "Na een schuine streep `\\` staat een teken dat daar niet "
            "kan. Gebruik enkele aanhalingstekens."
        ),
    ),
    (
        "',' or ']'",
        (
            "Deze lijst met `[` wordt niet goed gesloten. Zet een komma "
            "tussen de delen en eindig met `]`."
        ),
    ),
    (
        "',' or '}'",
        (
            "Dit blok met `{` wordt niet goed gesloten. Zet een komma tussen "
            "de delen en eindig met `}`."
        ),
    ),
    ("flow", "Deze lijst of dit blok wordt niet goed gesloten. Eindig met `]` of `}`."),
    (
        "cannot start any token",
        (
            "Dit teken kan hier niet staan. Gebruik spaties in "
            "plaats van een tab, of zet de tekst tussen aanhalingstekens."
        ),
    ),
    (
        "expected <block end>",
        ("Deze regel springt niet goed in. Zet hem recht onder de andere regels."),
    ),
    (
        "block collection",
        ("Deze regel hoort niet bij de lijst. Begin met een streepje, of spring in."),
    ),
    ("block mapping", "Deze regel springt niet goed in, of er ontbreekt een dubbele punt."),
    (
        "not allowed in this context",
        ("Dit staat op de verkeerde plaats. Kijk naar het inspringen en de streepjes."),
    ),
    ("alias", "Een verwijzing met `*` kan hier niet. Zet de tekst tussen aanhalingstekens."),
    ("anchor", "Een anker met `&` kan hier niet. Zet de tekst tussen aanhalingstekens."),
    ("tag", "Een label met `!` kan hier niet. Zet de tekst tussen aanhalingstekens."),
)


def explain(error: yaml.MarkedYAMLError) -> str:
    """Libyaml's English complaint as plain Dutch with what to do."""
    said = f"{error.context or ''} {error.problem or ''}"
    for words, dutch in _EXPLANATIONS:
        if words in said:
            return dutch
    return (
        "Deze regels kan het programma niet lezen. Kijk naar dubbele punten, "
        "inspringen en aanhalingstekens."
    )
