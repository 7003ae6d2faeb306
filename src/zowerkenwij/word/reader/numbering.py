"""Which number an item bears (word.md §5.3): counters per abstract numbering and level; the start
override of an instance counts once, on its first use at that level."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zowerkenwij.word.reader.package import W, val, whole

_BOXES = ("☐", "☒", "☑")
_MOST = 1_000_000
_BULLETS = ("bullet", "none")


@dataclass(frozen=True, slots=True)
class Place:
    """An item's place: ``list`` names the abstract numbering, ``fires`` says that it restarts."""

    list: str
    level: int
    ordered: bool
    number: int
    fires: bool
    left: int
    box: str = ""


@dataclass
class Numbering:
    """The numbering part, with counters that run while a document is read."""

    abstract: dict[str, Any] = field(default_factory=dict)
    instances: dict[str, tuple[str, dict[int, Any]]] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _fired: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Any | None) -> Numbering:
        """From the root of the numbering part; None: there is none."""
        found = cls()
        if root is None:
            return found
        links: dict[str, str] = {}
        for item in root.iterfind(f"{W}abstractNum"):
            id_ = val(item, "abstractNumId")
            found.abstract[id_] = item
            if name := val(item.find(f"{W}styleLink")):
                links[name] = id_
        for item in root.iterfind(f"{W}num"):
            base = val(item.find(f"{W}abstractNumId"))
            own = found.abstract.get(base)
            if own is not None and (name := val(own.find(f"{W}numStyleLink"))):
                base = links.get(name, base)
            levels = {whole(val(o, "ilvl")): o for o in item.iterfind(f"{W}lvlOverride")}
            found.instances[val(item, "numId")] = (base, levels)
        return found

    def level_of_style(self, instance: str, style: str) -> int:
        """The level that names this style of paragraphs; 0 when none does."""
        own = self.abstract.get(self.instances.get(instance, ("", {}))[0])
        for level in own.iterfind(f"{W}lvl") if own is not None else ():
            if style and val(level.find(f"{W}pStyle")) == style:
                return whole(val(level, "ilvl"))
        return 0

    def place(self, instance: str, level: int) -> Place | None:
        """Count one item; None when the instance means no list."""
        known = self.instances.get(instance)
        if known is None or instance == "0":
            return None
        base, overrides = known
        override = overrides.get(level)
        shown = override.find(f"{W}lvl") if override is not None else None
        look = shown if shown is not None else self._level(base, level)
        form = val(look.find(f"{W}numFmt")) if look is not None else "decimal"
        start = _start(look.find(f"{W}start")) if look is not None else 1
        restart = override.find(f"{W}startOverride") if override is not None else None
        fires = restart is not None and (instance, level) not in self._fired
        counters = self._counters.setdefault(base, {})
        if fires:
            counters[level] = _start(restart)
        else:
            counters[level] = counters[level] + 1 if level in counters else start
        self._fired.add((instance, level))
        for deeper in [n for n in counters if n > level]:
            del counters[deeper]
        indent = look.find(f"{W}pPr/{W}ind") if look is not None else None
        left = whole(val(indent, "left") or val(indent, "start"), 720 * (level + 1))
        sign = val(look.find(f"{W}lvlText")) if look is not None else ""
        box = sign if sign in _BOXES else ""
        name = "box" if box else base
        return Place(
            name, level, form not in _BULLETS, counters[level], fires and not box, left, box
        )

    def _level(self, base: str, level: int) -> Any | None:
        own = self.abstract.get(base)
        if own is None:
            return None
        return next((x for x in own.iterfind(f"{W}lvl") if whole(val(x, "ilvl")) == level), None)


def _start(item: Any | None) -> int:
    """A first number; 1 for what no list begins with."""
    number = whole(val(item), 1)
    return number if 0 <= number < _MOST else 1
