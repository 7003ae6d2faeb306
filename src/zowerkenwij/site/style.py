"""The foundation's own colours: two in handbook.yml, all shades from them, each readable.

Contrast is the ratio of WCAG 2.2 (1.4.3): 4.5 at least for text. The colours of the dark look are
the same hues, lightened until they are readable there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zowerkenwij.site.parts import GeneratedFile

if TYPE_CHECKING:
    from zowerkenwij.model.settings import Style

ADDRESS = "css/huisstijl.css"
ENOUGH = 4.5
_LIGHT, _GROUND, _DARK = "#ffffff", "#f4f7f7", "#1d3137"
_STEPS = 40
Colour = tuple[int, int, int]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (``#rrggbb``), 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share (0 to 1) of another."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(colour: str, ground: str, towards: str, enough: float = ENOUGH) -> str:
    """The colour, moved towards another until it can be read on a ground."""
    shades = (mixed(colour, towards, n / _STEPS) for n in range(_STEPS + 1))
    return next((s for s in shades if contrast(s, ground) >= enough), towards)


def stylesheet(style: Style) -> GeneratedFile | None:
    """The stylesheet with the foundation's colours; None when it has none of its own. Raises
    mkdocs' ``PluginError`` when text in a colour could not be read."""
    if not style.colour and not style.alarm:
        return None
    light, dark = [], []
    for name, colour in (("link", style.colour), ("crisis", style.alarm)):
        if colour:
            _refuse_pale(name, colour)
            light += _light(name, colour)
            dark += _dark(name, colour)
    css = ":root { " + " ".join(light) + " }\n"
    css += "@media (prefers-color-scheme: dark) { :root { " + " ".join(dark) + " } }\n"
    css += "@media print { :root { --link: #000; --crisis: #000; --crisis-ground: #fff; } }\n"
    return GeneratedFile(ADDRESS, css)


def _light(name: str, colour: str) -> list[str]:
    if name == "link":
        tint = mixed(colour, _LIGHT, 0.9)
        strong = mixed(colour, "#000000", 0.25)
        return [f"--link: {readable(colour, tint, '#000000')};", f"--link-strong: {strong};",
                f"--focus: {colour};", f"--tint: {tint};"]  # fmt: skip
    ground = mixed(colour, _LIGHT, 0.93)
    return [f"--crisis: {readable(colour, ground, '#000000')};", f"--crisis-ground: {ground};",
            f"--crisis-line: {mixed(colour, _LIGHT, 0.65)};"]  # fmt: skip


def _dark(name: str, colour: str) -> list[str]:
    shade = readable(colour, _DARK, _LIGHT, 7)
    if name == "link":
        return [f"--link: {shade};", f"--link-strong: {mixed(shade, _LIGHT, 0.4)};",
                f"--focus: {shade};", "--tint: #1d3137;"]  # fmt: skip
    return [f"--crisis: {shade};", "--crisis-ground: #2c1b17;",
            f"--crisis-line: {mixed(colour, '#000000', 0.35)};"]  # fmt: skip


def _refuse_pale(name: str, colour: str) -> None:
    ratio = min(contrast(colour, _LIGHT), contrast(colour, _GROUND))
    if ratio >= ENOUGH:
        return
    from mkdocs.exceptions import PluginError

    key = {"link": "colour", "crisis": "alarm"}[name]
    better = readable(colour, _GROUND, "#000000")
    raise PluginError(
        f"De kleur {colour} (style, {key} in handbook.yml) is te licht voor tekst op wit: het "
        f"contrast is {ratio:.1f} en moet 4,5 zijn. Kies bijvoorbeeld {better}."
    )


def _parts(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    values = [part / 255 for part in _parts(colour)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
