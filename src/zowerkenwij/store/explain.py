"""A violation of a model, said in plain Dutch with what to do."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from zowerkenwij.model import record as plain

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMS = {
    plain.ID_PATTERN: (
        "mag alleen kleine letters, cijfers en losse streepjes hebben, zoals `veilig-op-school`"
    ),
    plain.VERSION_PATTERN: 'moet een versie zijn zoals "2.1"',
    plain.DIGEST_PATTERN: "moet `sha256:` zijn met daarna 64 cijfers en letters a tot en met f",
    plain.DURATION_PATTERN: (
        "moet een duur zijn zoals P1Y (een jaar), P6M (zes maanden), P8W (acht weken), P90D "
        "(negentig dagen) of P1Y6M (anderhalf jaar)"
    ),
    plain.SCHOOL_YEAR_PATTERN: "moet een schooljaar zijn zoals 2026-2027",
    plain.MONTH_DAY_PATTERN: 'moet een maand en dag zijn zoals "08-01"',
    plain.PERIOD_PATTERN: "moet een jaar en maand zijn zoals 2026-03",
    plain.HTTPS_PATTERN: "moet een webadres zijn dat begint met https://",
    plain.LINE_PATTERN: "moet één regel tekst zijn en mag niet leeg zijn",
    r"^ZW[0-9]{3}(?!\n)$": "moet een code zijn zoals ZW204",
}
_TYPES = {
    "string_type": (
        "moet tekst zijn. Zet aanhalingstekens om de waarde als het een getal of ja/nee-woord is."
    ),
    "int_type": "moet een heel getal zijn, zonder aanhalingstekens.",
    "int_from_float": "moet een heel getal zijn, zonder aanhalingstekens.",
    "bool_type": "moet `true` of `false` zijn, zonder aanhalingstekens.",
    "tuple_type": "moet een lijst zijn, zoals [eerste, tweede]. Schrijf [] als er niets in staat.",
    "dict_type": "moet een blok met `sleutel: waarde` zijn. Schrijf {} als er niets in staat.",
    "model_type": "moet een blok met `sleutel: waarde` zijn.",
    "model_attributes_type": "moet een blok met `sleutel: waarde` zijn.",
    "value_error": "moet een bestaande dag zijn in de vorm JJJJ-MM-DD.",
    "date_type": "moet een bestaande dag zijn in de vorm JJJJ-MM-DD.",
}
_SHOWN = 60


def violation(error: Any, title: str | None = None) -> str:
    """One pydantic error as a Dutch sentence; ``title`` is the field's own Dutch name."""
    loc, kind, ctx = error["loc"], error["type"], error.get("ctx", {})
    name = f"{title} (`{_name(loc)}`)" if title else f"`{_name(loc)}`"
    value = shown(error.get("input"))
    if kind == "missing":
        return f"Hier ontbreekt {name}. Vul `{_name(loc)}:` in."
    if loc[-1] == "format":
        return _unknown_format(value)
    if value is None:
        return f"{name} is leeg. Vul een waarde in, of laat de regel weg als hij niet verplicht is."
    if kind == "string_pattern_mismatch":
        form = FORMS.get(ctx["pattern"], "heeft niet de goede vorm")
        return f"{name} {form}; hier staat {value}."
    if kind == "literal_error":
        return _choice(name, value, str(error.get("input")), ctx["expected"])
    return f"{name} {_TYPES.get(kind) or _size(kind, ctx)} Hier staat {value}."


def unknown_key(key: str, known: list[str], titles: Mapping[str, str] | None = None) -> str:
    """A key that the record kind does not have."""
    near = nearest(key, known, titles)
    hint = f"Bedoel je `{near}`?" if near else "Haal de regel weg."
    return f"De sleutel `{key}` bestaat hier niet. {hint}"


def nearest(key: str, known: list[str], titles: Mapping[str, str] | None = None) -> str | None:
    """The known key that was probably meant: one that looks like it, or one whose Dutch title it
    is (``titles``: keys by title in lower case)."""
    if titles and (meant := titles.get(key.lower().replace("_", " "))):
        return meant
    found = get_close_matches(key.lower().replace("-", "_"), known, 1, 0.75)
    return found[0] if found else None


def _name(loc: tuple[Any, ...]) -> str:
    names = [part for part in loc if isinstance(part, str) and part != "[key]"]
    return names[-1] if names else "record"


def _unknown_format(value: str | None) -> str:
    return (
        f"Dit programma kent formaat {value or 'niets'} niet. Schrijf `format: 1`, of gebruik een "
        "nieuwere versie van het programma."
    )


def _choice(name: str, value: str, given: str, expected: str) -> str:
    options = [part.strip("'") for part in expected.replace(" or ", ", ").split(", ")]
    near = get_close_matches(given, options, 1, 0.6)
    hint = f" Bedoel je {near[0]}?" if near else ""
    return f"{name} kan {value} niet zijn. Kies uit: {', '.join(options)}.{hint}"


def _size(kind: str, ctx: dict[str, Any]) -> str:
    if kind in {"string_too_long", "too_long"}:
        unit = "tekens" if kind == "string_too_long" else "delen"
        return f"mag hoogstens {ctx['max_length']} {unit} hebben."
    if kind in {"string_too_short", "too_short"}:
        return "mag niet leeg zijn."
    if kind == "greater_than_equal":
        return f"moet {ctx['ge']} of meer zijn."
    if kind == "less_than_equal":
        return f"moet {ctx['le']} of minder zijn."
    return "klopt niet."


def shown(value: Any) -> str | None:
    """A value in a message: short, on one line; None for an empty value."""
    if value is None:
        return None
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, dict):
        return "een blok"
    if isinstance(value, list):
        return "een lijst"
    text = " ".join(str(value).split())
    text = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return f"`{text}`" if text else "niets"
