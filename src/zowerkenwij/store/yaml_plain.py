"""A fast reader for the YAML that people really write above a document, a line at a time.

It knows one key or list item a line, with plain, quoted or one-line ``[…]`` and ``{…}`` values.
At the first sign of anything else it gives up with ``UNUSUAL`` and libyaml decides, so it never
accepts what libyaml reads differently: a differential property test holds it to that. It takes
about a third of the time of a reader over libyaml's events (figures in ``benchmarks/``).
"""

from __future__ import annotations

import re
from typing import Any

from zowerkenwij.store.yaml_scalar import scalar
from zowerkenwij.text.answers import Answers

UNUSUAL: Any = object()
_MAX_DEPTH = 20
_LONG = 200  # characters; longer lines are not kept

# All repetition is possessive (`*+`): a long line that fails, fails in linear time.
_ODD = r"\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_FIRST = r"[A-Za-z0-9\u00c0-\u024f]"
_KEY = r"[A-Za-z_][A-Za-z0-9_-]{0,99}+"
_IN_FLOW = rf"{_FIRST}[^,\[\]{{}}:#?\"'{_ODD}]*+"
_PLAIN = rf"{_FIRST}[^:#{_ODD}]*+(?:(?::(?=[^ {_ODD}])|(?<! )#)[^:#{_ODD}]*+)*+"
_QUOTED = rf"\"[^\"\\{_ODD}]*+\"|'[^'{_ODD}]*+(?:''[^'{_ODD}]*+)*+'"
_WORDY = rf"{_FIRST}[^:#{_ODD}]{{0,{_LONG}}}+(?<! )"  # a key as a person writes a question
_PATH = r"(?:\.\.?/)++[A-Za-z0-9_./%+~-]*+"  # a key as a link is written
_LINE = re.compile(  # indent, dash, key, and one of: plain, list of plains, quoted, flow
    rf"( *+)(- ++)?(?:({_KEY}|{_PATH}|{_WORDY}|{_QUOTED}):(?: ++|\Z))?"
    rf"(?:({_PLAIN})|\[({_IN_FLOW}(?:, *+{_IN_FLOW})*+)\]|({_QUOTED})"
    rf"|(\[[^#{_ODD}]*\]|\{{[^#{_ODD}]*\}}))?"
    rf" *+(?:(?<![^ ])#[^{_ODD}]*+)?"
)
_SIMPLE = re.compile(  # the quick way: words, or a list of words
    r"([a-z_]+): (?:([A-Za-z](?:[\w ,.-]*[\w,.-])?)|\[([A-Za-z][\w -]*(?:, [A-Za-z][\w -]*)*)\])",
    re.ASCII,
)
_TOKEN = re.compile(
    rf" *+(?:(?P<mark>[\[\]{{}},])|(?P<key>{_KEY}): ++"
    rf"|(?P<quoted>{_QUOTED})|(?P<plain>{_IN_FLOW}))"
)
_PAIR = rf"{_KEY}: ++(?:{_IN_FLOW}|\"[^\"\\{_ODD}]*+\")"
_PAIRS = re.compile(rf"\{{ *+{_PAIR}(?: *+, *+{_PAIR})*+ *+\}}")  # a mapping without mappings
_A_PAIR = re.compile(rf"({_KEY}): ++(?:({_IN_FLOW})|\"([^\"\\{_ODD}]*+)\")")
_WORDS = frozenset({"null", "true", "false"})
_Row = tuple[int, str | None, str | None, Any]  # indent, dash, key and value of a line
_NOTHING: Any = object()  # a key without a value on its line


def read_plain(text: str) -> Any:
    """The value of a text in the plain form; ``UNUSUAL`` when libyaml has to look."""
    lines = text.removesuffix("\n").split("\n") if text else []
    try:
        if max(map(len, lines), default=0) < _LONG:
            rows = list(map(_LINES.__getitem__, lines))
        else:
            rows = [_LINES[line] if len(line) < _LONG else _line(line) for line in lines]
        return _flat_rows(rows) or _Lines().read(rows)
    except _Unusual:
        return UNUSUAL


def place_of(text: str, key: str) -> tuple[int, int] | None:
    """The line (0-based) and the column (1-based) at which the value of a top-level key begins, in
    a text in the plain form; None when libyaml has to look."""
    if read_plain(text) is UNUSUAL:
        return None
    found = re.search(rf"^{re.escape(key)}: +(?=[^ #\n])", text, re.MULTILINE)
    if found is None:
        return None  # absent, or its value stands on other lines
    return text.count("\n", 0, found.start()), found.end() - found.start() + 1


def _flat_rows(rows: list[_Row]) -> dict[str, Any] | None:
    """The mapping of lines that are one key with a value each, as nearly all are."""
    if not rows:
        return None
    indents, dashes, keys, values = zip(*rows, strict=True)
    if any(indents) or dashes.count(None) < len(rows) or None in keys or _NOTHING in values:
        return None
    found = dict(zip(keys, values, strict=True))
    return found if len(found) == len(rows) else None


class _Unusual(Exception):
    """Something that this reader does not know."""


class _Lines:
    """Block structure by indentation: ``stack`` holds (indent, container), outermost first;
    ``waiting`` is the (indent, mapping, key) of a key whose value may stand on the next lines."""

    __slots__ = ("root", "stack", "waiting")

    def __init__(self) -> None:
        self.root: Any = None
        self.stack: list[tuple[int, Any]] = []
        self.waiting: tuple[int, dict[str, Any], str] | None = None

    def read(self, rows: list[_Row]) -> Any:
        stack = self.stack
        for indent, dash, key, value in rows:
            if dash is not None:
                self._item(indent, dash, key, value)
            elif key is None:
                if value is not _NOTHING:
                    raise _Unusual
            elif indent or self.waiting is not None or len(stack) != 1 or value is _NOTHING:
                self._key(indent, key, value)
            elif type(self.root) is list or key in stack[0][1] or stack[0][1] is not self.root:
                raise _Unusual
            else:  # one more key
                stack[0][1][key] = value
        return self.root

    def _item(self, indent: int, dash: str, key: str | None, value: Any) -> None:
        stack = self.stack
        if (self.waiting is not None and indent >= self.waiting[0]) or not stack:
            self._begin(indent, [])
        self.waiting = None
        while stack[-1][0] > indent:
            stack.pop()
        at, container = stack[-1]
        if at != indent or type(container) is not list:
            raise _Unusual
        if key is None:
            if value is _NOTHING:
                raise _Unusual
            container.append(value)
            return
        mapping: dict[str, Any] = {}
        container.append(mapping)
        stack.append((indent + len(dash), mapping))
        self._key(indent + len(dash), key, value)

    def _key(self, indent: int, key: str, value: Any) -> None:
        stack = self.stack
        if not stack or (self.waiting is not None and indent > self.waiting[0]):
            self._begin(indent, {})
        at, container = stack[-1]
        while at > indent or (type(container) is list and len(stack) > 1):
            stack.pop()
            at, container = stack[-1]
        if at != indent or type(container) is list or key in container:
            raise _Unusual
        if value is _NOTHING:
            container[key] = None
            self.waiting = (indent, container, key)
        else:
            container[key] = value
            self.waiting = None

    def _begin(self, indent: int, container: Any) -> None:
        if self.waiting is not None:
            self.waiting[1][self.waiting[2]] = container
        elif self.root is None and indent == 0:
            self.root = container
        else:
            raise _Unusual
        if len(self.stack) > _MAX_DEPTH:
            raise _Unusual
        self.stack.append((indent, container))


def _line(line: str) -> _Row:
    """Indent, dash, key and value of a line."""
    if simple := _SIMPLE.fullmatch(line):
        key, value, items = simple.groups()
        if value is None:
            return 0, None, key, [scalar(item.strip(" ")) for item in items.split(", ")]
        if value not in _WORDS:
            return 0, None, key, value
    return _any_line(line)


def _any_line(line: str) -> _Row:
    match = _LINE.fullmatch(line)
    if match is None:
        raise _Unusual
    indent, dash, key, value, items, quoted, flow = match.groups()
    if value is not None:
        value = value.rstrip(" ")
        if value in _WORDS or value[0] in "0123456789":
            value = scalar(value)
    elif items is not None:
        value = [scalar(item.strip(" ")) for item in items.split(",")]
    elif quoted is not None:
        value = _unquoted(quoted)
    else:
        value = _NOTHING if flow is None else _flow(flow)
    if key is not None and key[0] in "\"'":
        if len(key) > _LONG:  # libyaml knows no keys of more than 1024 characters
            raise _Unusual
        key = _unquoted(key)
    return len(indent), dash, key, value


_LINES = Answers(_line, 4096)  # records have many lines alike; nobody changes a value that was read


def _unquoted(text: str) -> str:
    return text[1:-1].replace("''", "'") if text[0] == "'" else text[1:-1]


def _flow(text: str) -> Any:
    """A one-line list or mapping."""
    if text == "[]":
        return []
    if _PAIRS.fullmatch(text):
        return _flat(text)
    if text[0] == "[" and _PAIRS.fullmatch(text, 1, len(text) - 1):
        return [_flat(text)]
    tokens, position, end = [], 0, len(text)
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise _Unusual
        position = match.end()
        tokens.append((match.lastgroup, match[match.lastgroup or 0]))
    tokens.reverse()
    value = _flow_value(tokens, 0)
    if tokens:
        raise _Unusual
    return value


def _flat(text: str) -> dict[str, Any]:
    pairs = _A_PAIR.findall(text)
    found = {key: scalar(value.rstrip(" ")) if value else quoted for key, value, quoted in pairs}
    if len(found) != len(pairs):
        raise _Unusual
    return found


def _flow_value(tokens: list[tuple[str | None, str]], depth: int) -> Any:
    kind, text = tokens.pop()
    if kind == "plain":
        return scalar(text.rstrip(" "))
    if kind == "quoted":
        return _unquoted(text)
    if kind == "mark" and depth < _MAX_DEPTH:
        if text == "[":
            return _flow_list(tokens, depth + 1)
        if text == "{":
            return _flow_mapping(tokens, depth + 1)
    raise _Unusual


def _flow_list(tokens: list[tuple[str | None, str]], depth: int) -> list[Any]:
    found: list[Any] = []
    if _closes(tokens, "]"):
        return found
    while True:
        found.append(_flow_value(tokens, depth))
        if _closes(tokens, "]"):
            return found
        if not _closes(tokens, ","):
            raise _Unusual


def _flow_mapping(tokens: list[tuple[str | None, str]], depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if _closes(tokens, "}"):
        return found
    while True:
        kind, key = tokens.pop() if tokens else (None, "")
        if kind != "key" or key in found or not tokens:
            raise _Unusual
        found[key] = _flow_value(tokens, depth)
        if _closes(tokens, "}"):
            return found
        if not _closes(tokens, ","):
            raise _Unusual


def _closes(tokens: list[tuple[str | None, str]], mark: str) -> bool:
    """Take the mark if it is next."""
    if not tokens:
        raise _Unusual
    if tokens[-1] == ("mark", mark):
        tokens.pop()
        return True
    return False
