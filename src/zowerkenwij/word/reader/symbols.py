"""Signs of symbol fonts as the characters that they look like.

Word writes them as a code in the private area (F000 and up) or as a Latin letter in the font. The
tables follow the published encoding of Adobe's Symbol and the look of Microsoft's Wingdings.
"""

from __future__ import annotations

_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\0〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
)
_WINGDINGS = (
    " ✏✂✁👓🕭🕮🕯☎✆✉🖃📪📫📬📭📁📂📄🗏🗐🗄⌛⌨🖰🖲🖳🖴🖫🖬✇✍🖎✌👌👍👎☜☞☝☟🖐☺😐☹💣☠🏳🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓🙰🙵●🔾■☐🞐❑❒⬧⧫◆❖⬥⌧⮹⌘🏵🏶🙶🙷",
    "▪○🞆🞈◉◎🔿▪☐🟂✦★✶✴✹✵⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗🙖🙐🙑🙒🙓⌫⌦⮘➢⮙⮛⮈⮊⮉⮋←→↑↓↖↗↙↘🡸➔🡹🡻🡼🡽🡿🡾⇦⇨⇧⇩⬄⇳⬀⬁⬃⬂🢬🢭✗✓☒☑",
)
_LOOSE = {"B7": "•", "A7": "▪", "A8": "☐", "6F": "☐", "FC": "✓", "FB": "✗", "FD": "☒", "FE": "☑",
          "E0": "→", "E8": "➔", "D8": "➢", "4A": "☺", "D6": "♦", "76": "❖", "71": "❑",
          "94": "●"}  # fmt: skip


def _table(low: str, high: str, first: int) -> dict[int, str]:
    pairs = [*enumerate(low, 0x20), *enumerate(high, first)]
    return {code: sign for code, sign in pairs if sign != "\0"}


_FONTS = {
    "symbol": _table(*_SYMBOL, first=0xA0),
    "wingdings": _table(*_WINGDINGS, first=0xA0)
    | dict(enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", 0x80)) | {0x9E: "·", 0x9F: "•"},
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x2A: "☐",
                    0xA3: "☐", 0x97: "●", 0x95: "•"},
    "wingdings 3": {0x7D: "▶", 0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x22: "⇒", 0x84: "•"},
    "webdings": {0x61: "✓", 0x72: "✗", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x69: "ℹ", 0x34: "▶"},
}  # fmt: skip
_ANY = {int(code, 16): sign for code, sign in _LOOSE.items()}


def is_symbol_font(font: str) -> bool:
    """Whether letters in this font are signs."""
    return font.casefold() in _FONTS


def sign(font: str, code: int) -> str:
    """The character for a code (with or without F000) in a font; empty when unknown."""
    if code >= 0x10000 or (code > 0xFF and not 0xF000 <= code <= 0xF0FF):
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xF8FF else ""
    low = code & 0xFF
    table = _FONTS.get(font.casefold())
    if table is not None:
        return table.get(low, "")
    if code >= 0xF000:
        return _ANY.get(low, "")
    return chr(code) if code >= 0x20 else ""


def shown(text: str, font: str) -> tuple[str, str]:
    """A text in a font as people see it, and the signs in it that nobody knows."""
    has_table = is_symbol_font(font)
    parts, unknown = [], []
    for letter in text:
        code = ord(letter)
        if (has_table and 0x20 < code < 0x100) or 0xF000 <= code <= 0xF0FF:
            found = " " if code == 0xF020 else sign(font, code)
            if not found:
                unknown.append(letter)
            parts.append(found or letter)
        else:
            parts.append(letter)
    return "".join(parts), "".join(unknown)
