"""ZW602: persons stand in the register of persons and nowhere else."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

from zowerkenwij.rules.catalogue import in_registers, rule, watched, watched_below
from zowerkenwij.rules.context import Context
from zowerkenwij.rules.finding import Hit
from zowerkenwij.rules.lexicon import small, words_of
from zowerkenwij.rules.strings import Keys, strings, texts
from zowerkenwij.rules.watch import DIGITS, Watch, has_digits_in_a_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from zowerkenwij.model.handbook import Document, Entry, Handbook, VersionFile
    from zowerkenwij.rules.prose import Text

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\w+.,/=-])(?:"
    r"(?:\+|00)31[ .-]?(?:\(0\))?[ .-]?[1-9](?:[ .-]?\d){8}"  # +31 6 12345678, 0031-612345678
    r"|\(?0\d{1,3}\)?[ ./-]{0,3}\d(?:[ .-]?\d){5,8}"  # 06-12345678, (0113) 12 34 56, 000-000 00 01
    r")(?![\w@]|[.,-]\d)"
)
_PHONE_DIGITS = 10
_DATE = re.compile(r"\(?\d{2}[./-]\d{2}[./-]\d{4}")
_CHAT = re.compile(r"\bwa\.me/\d{8,}")
_SERVICE = ("0800", "0900", "0906", "0909")
_BSN = re.compile(
    r"(?<![\w.,/+-])(?:\d{9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. ]\d{3}[. ]\d{3})(?![\w@]|[.,-]\d)"
)
_OTHER_SMALL = "\u0131\u017f"  # all that `re` takes for an i or an s besides
_MIN_FIRST = 3
_TITLE, _AFTER = 20, 3  # signs before and after a name that tell whether it is one
# First names that are words too: at the start of a sentence they may be just that.
_WORDS_TOO = frozenset(
    "aal aas amber anker bas beer bel ben berk bloem bob bries bud cor dag dei dirk dolf door "
    "dot duif eik els fee floor gaaf gast geel goed goud groen han harm hart hazel heer hein "
    "held hen hert hoop iris jade jan jarig jasmijn jet job jong joost jopie joy juli juni "
    "kas kees kim kind klaas kom lam lente lied lief lies lijn linde lot lotus lucht luna "
    "luus maan maart maas man mark max mees mei mel melk merel meer mos niet nol olijf olm "
    "ooit otter parel pas peer pen piet pip pit pop rein riet rok rood roos ros rozemarijn "
    "ruby rust ster sterre stern stijn stil storm ton toon toos valk veer vink vlinder vos "
    "vrede wende wies wijs wil wilg winter wit wolf zilver zoet zomer zon zus".split()
)
_PART = 3
_BSN_DIGITS = 9
_NEAR = 20  # characters: the length of a phone number with its blanks


def is_bsn(digits: str) -> bool:
    """The 11-test for a citizen service number: 9a + 8b + … + 2h − i is a multiple of 11."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(w * int(d) for w, d in zip(weights, digits, strict=True))
    return total % 11 == 0 and int(digits) > 0


class _People:
    """Names of the register, each under the words by which it is found."""

    def __init__(self, context: Context) -> None:
        self._by_word: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
        names = [e.record.name for e in context.handbook.people if e.record.name]
        for name in dict.fromkeys(names):
            parts = name.split()
            first, last = parts[0], parts[-1]
            for ending in ("", "s"):  # Vera Voorbeelds collega
                self._add(
                    _lowest(last) + ending,
                    name,
                    rf"(?<!\w){re.escape(name)}{ending}(?!\w)",
                    any_case=True,
                )
            if len(parts) > 1:
                rest = " ".join(parts[1:])
                surname = re.escape(rest)
                titles = r"(?:[Mm]evrouw|[Mm]evr\.|[Mm]w\.|[Mm]eneer|[Dd]hr\.|[Dd]e heer|[Jj]uf|[Mm]eester)"
                self._add(
                    _lowest(last),
                    rest,
                    rf"(?<!\w)(?:{titles}|{re.escape(first[0])}\.) ?{surname}(?!\w)",
                )
            if len(first) >= _MIN_FIRST and first[0].isupper():
                start = (
                    r"(?<=[a-zà-ÿ,;:] )" if first.lower() in _WORDS_TOO else r"(?<![\w'’./@#=-])"
                )
                alone = rf"{start}{re.escape(first)}(?![\w-]| [A-Z])"
                titled = rf"(?:[Jj]uf|[Mm]eester|[Mm]eneer|[Mm]evrouw) {re.escape(first)}(?!\w)"
                self._add(_lowest(first), first, f"{alone}|{titled}")
        self.keys = frozenset(self._by_word)
        self.watch = Watch(self.keys)

    def _add(self, word: str, name: str, pattern: str, *, any_case: bool = False) -> None:
        self._by_word[word].append((name, pattern, any_case))

    def find(self, text: str, words: frozenset[str]) -> Iterator[re.Match[str]]:
        """Every name; a pattern is looked for where the letters of its name stand."""
        stands = self.keys & words
        low = small(text) if stands else ""
        for word in stands:
            for name, pattern, any_case in self._by_word[word]:
                if not any_case:
                    yield from _around(name, _compiled(pattern, any_case=False), text)
                elif _stands(name, text, low):
                    yield from _compiled(pattern, any_case=True).finditer(text)


def _around(name: str, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What a pattern finds where the name in it stands, with a title before it."""
    at = text.find(name)
    while at >= 0:
        for match in pattern.finditer(text, max(0, at - _TITLE), at + len(name) + _AFTER):
            if match.start() <= at < match.end():
                yield match
        at = text.find(name, at + 1)


def _stands(name: str, text: str, low: str) -> bool:
    """Whether a name may stand in a text; yes when letters have other small forms."""
    return not name.isascii() or name.lower() in low or any(map(text.__contains__, _OTHER_SMALL))


@cache
def _compiled(pattern: str, *, any_case: bool) -> re.Pattern[str]:
    """Compiled only for names of which a word stands in some text: most are never needed."""
    return re.compile(pattern, re.IGNORECASE if any_case else 0)


def _lowest(word: str) -> str:
    parts = words_of(word)
    return parts[-1] if parts else word.lower()


@rule(
    "ZW602",
    "personal-data",
    "error",
    title="Een gegeven van een persoon staat in een tekst",
    why="Wat in het handboek staat, blijft in de geschiedenis en kan niet meer worden gewist. Wie van functie "
    "wisselt, staat dan nog jaren in een oud plan.",
    repair="Noem de rol, bijvoorbeeld {{ role.social-safety-coordinator }}. De naam en het nummer horen in "
    "people.yml en verschijnen vanzelf.",
    good="Bel de coördinator sociale veiligheid: {{ role.social-safety-coordinator }}.",
    bad="Bel Vera Voorbeeld op 06-00000000.",
    per_document=True,
)
def personal_data(context: Context, document: Document) -> Iterator[Hit]:
    """A name from the register, a phone number, e-mail address or BSN outside people.yml."""
    return _in_body(context, context.once(_People), document)


@in_registers("ZW602")
def personal_data_in_registers(context: Context) -> Iterator[Hit]:
    """The same in adopted texts that are no longer the working text, in records and registers."""
    people = context.once(_People)
    for at in range(0, len(context.documents), _AT_ONCE):
        yield from _in_records(people, context.documents[at : at + _AT_ONCE])
    titles = {v.record.title for v in context.handbook.versions}
    current = {d.digest for d in context.documents if d.title in titles}
    for version in context.handbook.versions:
        if version.digest not in current:  # the same text was looked at above
            yield from _in_version(people, version)
    for entry in _registers(context):
        yield from _in_record(people, entry)


def _registers(context: Context) -> Iterator[Entry[Any]]:
    book = context.handbook
    yield book.settings
    for entries in (
        book.schools,
        book.obligations,
        book.terms,
        book.actions,
        book.monitors,
        book.reviews,
        book.search_tests,
    ):
        yield from entries


def _in_body(context: Context, people: _People, document: Document) -> Iterator[Hit]:
    """One finding per line, whatever stands there."""
    text = context.text(document)
    by_line: dict[int, list[tuple[int, str]]] = {}
    body, slots = text.body, document.outline.slots
    is_hidden = text.hides_words or bool(slots) or (":" in body and "tel:" in body)
    if is_hidden:
        has_numbers = _has_digits(body)
        words = frozenset(words_of(body)) if has_numbers else people.watch.seen(body)
    else:
        has_numbers = _may_hold_numbers(text)
        words = text.words if has_numbers else text.seen
    found = _find(people, body, words, has_numbers=has_numbers)
    chats = _chats(document) if "wa.me/" in text.targets else ()
    for start, what in (*found, *chats):
        by_line.setdefault(text.position(start)[0], []).append((start, what))
    for whats in by_line.values():
        yield Hit(
            document.place(*text.position(min(whats)[0])),
            _message(w for _, w in whats),
            document.id,
        )


@watched
def _telling_words(context: Context) -> frozenset[str]:
    return context.once(_People).keys


# How a word of digits in a phone number or BSN begins, see ``_is_number_part``.
_NUMBERS = frozenset(("31*", *(f"0{n}*" for n in range(10)), *(f"{n}*" for n in range(100, 1000))))


@watched_below
def _telling_numbers(_context: Context) -> frozenset[str]:
    return _NUMBERS


def _may_hold_numbers(text: Text) -> bool:
    """A quick look: digits in a row stand in the text, in a link or in where a link goes."""
    if not _NUMBERS.isdisjoint(text.seen_below) and _has_digits(text.below):
        return True
    return _has_digits(f"{text.beside}\n{text.targets}")


# Signs of ``DIGITS``, and whatever is not ASCII, as one: a row of them is found in no time.
_ROW_SIGNS = bytes(
    48 if code > 127 or chr(code) in "0123456789 .()/-" else 32 for code in range(256)
)
_ROW = b"0" * 8


def _has_digits(text: str) -> bool:
    """Whether digits stand in a row."""
    signs = text.encode("utf-8", "surrogatepass").translate(_ROW_SIGNS)
    return _ROW in signs and has_digits_in_a_row(text)


def _chats(document: Document) -> Iterator[tuple[int, str]]:
    """Phone numbers in links to a chat."""
    for link in document.outline.links:
        if "wa.me/" in link.target and (match := _CHAT.search(link.target)):
            yield link.start, f"het telefoonnummer '{match[0]}'"


def _in_version(people: _People, version: VersionFile) -> Iterator[Hit]:
    body = version.body
    has_numbers = _has_digits(body)
    words = frozenset(words_of(body)) if has_numbers else people.watch.seen(body)
    lines: dict[int, list[str]] = {}
    for start, what in _find(people, body, words, has_numbers=has_numbers):
        lines.setdefault(body.count("\n", 0, start), []).append(what)
    for line, found in lines.items():
        place = type(version.at())(version.path, version.body_line + line, 1)
        yield Hit(place, _message(found), version.record.id)


# Keys whose values are no words of people: a neutral sender, digests, ids and dates.
_SKIP = frozenset({"commit_as", "digest", "id", "short_links", "brin"})
_SKIP_IN_DOCUMENTS = _SKIP | frozenset({
    "type", "owner", "audience", "level", "school", "applies_to", "obligations", "based_on", "open",
    "former_ids", "school_year", "review", "template",
})  # fmt: skip


_AT_ONCE = 100


def _in_records(people: _People, documents: tuple[Document, ...]) -> Iterator[Hit]:
    """The records of many documents: hardly ever is there anything in them."""
    joined = "\n".join([v for d in documents for v in texts(d.record, _SKIP_IN_DOCUMENTS)])
    has_numbers = _has_digits(joined)
    words = frozenset(words_of(joined)) if has_numbers else people.watch.seen(joined)
    found = _find(people, joined, words, has_numbers=has_numbers)
    if next(iter(found), None) is not None:
        for document in documents:
            yield from _in_record(people, document, document.id, _SKIP_IN_DOCUMENTS)


def _in_record(
    people: _People, entry: Entry[Any], document: str | None = None, skip: frozenset[str] = _SKIP
) -> Iterator[Hit]:
    joined = "\n".join(texts(entry.record, skip))
    if next(iter(_find(people, joined, frozenset(words_of(joined)))), None) is None:
        return
    seen: dict[int, tuple[Keys, list[str]]] = {}
    for keys, value in strings(entry.record, (), skip):
        for _, what in _find(people, value, frozenset(words_of(value))):
            seen.setdefault(entry.at(*keys).line, (keys, []))[1].append(what)
    for keys, whats in seen.values():
        yield Hit(entry.at(*keys), _message(whats), document)


def _find(
    people: _People, text: str, words: frozenset[str], *, has_numbers: bool = True
) -> Iterator[tuple[int, str]]:
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield match.start(), f"het e-mailadres '{match[0]}'"
    # Below ":" are words that begin with a digit.
    if has_numbers and any(_in_row(text, w) for w in words if w < ":" and _is_number_part(w)):
        yield from _numbers(text)
    for match in people.find(text, words):
        yield match.start(), f"de naam '{match[0]}'"


def _in_row(text: str, word: str) -> bool:
    """Whether digits stand in a row that is long enough for a phone number or BSN."""
    at = text.find(word)
    while at >= 0:
        if DIGITS.search(text, max(0, at - _NEAR), at + len(word) + _NEAR):
            return True
        at = text.find(word, at + 1)
    return False


def _is_number_part(word: str) -> bool:
    """Whether a word of digits can begin a phone number, or be part of a BSN: those have a group
    of three digits, or nine together."""
    if word[0] == "0":
        return len(word) > 1
    return word[:2] == "31" or len(word) >= _BSN_DIGITS or (len(word) == _PART and word != "112")


def _numbers(text: str) -> Iterator[tuple[int, str]]:
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0].replace("(0)", ""))
        national = digits[2:] if match[0].startswith("+") else digits
        if match[0].startswith("0031"):
            national = digits[4:]
        is_abroad = match[0].startswith(("+", "0031"))
        if len(national) != _PHONE_DIGITS - is_abroad or _DATE.match(match[0]):
            continue
        if not digits.startswith(_SERVICE):
            yield match.start(), f"het telefoonnummer '{match[0].strip()}'"
    for match in _BSN.finditer(text):
        if is_bsn(re.sub(r"\D", "", match[0])):
            yield match.start(), f"'{match[0]}', dat een burgerservicenummer kan zijn"


def persons_in(handbook: Handbook, day: date, text: str) -> str | None:
    """What of persons stands in a text that is about to be recorded, in words; None for nothing."""
    people = _People(Context(handbook, day))
    found = [what for _, what in _find(people, text, frozenset(words_of(text)))]
    return _listed(found) if found else None


def _listed(whats: Any) -> str:
    listed = list(dict.fromkeys(whats))
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} en {listed[-1]}"


def _message(whats: Any) -> str:
    return (
        f"Hier staat {_listed(whats)}. Gegevens van personen horen alleen in people.yml. "
        "Noem de rol, bijvoorbeeld met een veld als '{{ role.director }}'."
    )
