"""How a defect is planted, and how a check's answer is judged against what was planted."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.acceptance.book import Block, Book, Line, Unplantable, choose, relative

GLUE = ("Daarna kijkt de mentor of dit lukt.", "De mentor vraagt na een week hoe het gaat.",
        "Dat doen wij elke maandag.", "Zo weet iedereen wat er gebeurt.")  # fmt: skip


@dataclass(frozen=True)
class Where:
    """A place that a finding may name; without a line: anywhere in the file."""

    path: str
    line: Line | None = None


@dataclass(frozen=True)
class Expected:
    """One finding that must come: any of the codes, at one of the places, ±1 line. ``many``:
    more findings of these codes at these places are the same defect."""

    codes: tuple[str, ...]
    places: tuple[Where, ...]
    many: bool = False


@dataclass(frozen=True)
class Allowed:
    """A finding that the design itself implies; ``why`` says how."""

    code: str
    path: str | None
    why: str


@dataclass(frozen=True)
class Found:
    """A finding as ``check --format json`` gives it."""

    code: str
    path: str
    line: int
    message: str = ""
    severity: str = ""


@dataclass
class Plot:
    """The state while planting: the damaged book, and what must be found."""

    book: Book
    rng: random.Random
    expected: list[Expected] = field(default_factory=list)
    allowed: list[Allowed] = field(default_factory=list)
    claims: set[object] = field(default_factory=set)
    only: frozenset[str] | None = None
    avoid: frozenset[str] = frozenset()
    label: str = ""
    clean: Book | None = None

    # -- choosing a place ------------------------------------------------------------------

    def paths(self, *, copies: bool = True, template: bool = True, types: Iterable[str] = (),
              audiences: Iterable[str] = ()) -> list[str]:  # fmt: skip
        """Documents that may be damaged."""
        return [
            path
            for path, meta in self.book.meta.items()
            if path in self.book.files
            and (self.only is None or path in self.only)
            and path not in self.avoid
            and ("whole", path) not in self.claims
            and (copies or not meta.is_copy)
            and (template or meta.id != "plan")
            and (not types or meta.type in types)
            and (not audiences or meta.audience in audiences)
        ]  # fmt: skip

    def document(self, **wanted: object) -> str:
        """A random document."""
        return choose(self.rng, self.paths(**wanted))  # type: ignore[arg-type]

    def file(self, *paths: str) -> str:
        """One of these files, when it may be damaged."""
        free = [
            p
            for p in paths
            if p in self.book.files and p not in self.avoid and ("whole", p) not in self.claims
            and (self.only is None or p in self.only)
        ]  # fmt: skip
        return choose(self.rng, free)

    def claim(self, *things: object) -> None:
        """Keep other defects away; ``Unplantable`` when one is there already."""
        keys = [id(thing) if isinstance(thing, Line) else thing for thing in things]
        if any(key in self.claims for key in keys):
            raise Unplantable
        self.claims.update(keys)

    def whole(self, path: str) -> None:
        """Claim a file for this defect alone."""
        if any(isinstance(c, tuple) and c[1] == path for c in self.claims if isinstance(c, tuple)):
            raise Unplantable
        self.claims.add(("whole", path))

    def block(
        self, path: str, *kinds: str, where: Callable[[Block], bool] = lambda _: True
    ) -> Block:
        """A random untouched block of a document, but for one that announces the next."""
        found = [
            b
            for b in self.book.blocks(path)
            if b.kind in kinds
            and not any(id(line) in self.claims for line in b.lines)
            and where(b)
            and not b.lines[-1].text.endswith(":")
        ]
        return choose(self.rng, found)

    # -- writing ---------------------------------------------------------------------------

    def say(self, sentence: str, path: str | None = None, *, forms: Iterable[str] = (),
            where: Callable[[Block], bool] = lambda _: True, glue: bool = True) -> tuple[str, Line]:  # fmt: skip
        """Put a sentence somewhere: as a paragraph, in one, in a list, a table or a quotation."""
        path = path or self.document()
        forms = list(forms) or ["paragraph", "paragraph", "sentence", "item", "cell", "quote"]
        for form in self.rng.sample(forms, len(forms)):
            try:
                line = self._write(form, path, sentence, where, glue=glue)
            except Unplantable:
                continue
            return path, line
        raise Unplantable

    def _write(
        self, form: str, path: str, sentence: str, where: Callable[[Block], bool], *, glue: bool
    ) -> Line:
        if form in ("paragraph", "quote"):
            block = self.block(path, "paragraph", "list", where=where)
            text = (
                f"{sentence} {self.rng.choice(GLUE)}"
                if glue and self.rng.random() < 0.5
                else sentence
            )
            line = self.book.insert(
                path, block.lines[-1], "", f"> {text}" if form == "quote" else text
            )[1]
        elif form == "sentence":
            block = self.block(
                path,
                "paragraph",
                where=lambda b: where(b) and b.lines[-1].text.endswith((".", "?")),
            )
            line = block.lines[-1]
            line.text += " " + sentence
        elif form == "item":
            block = self.block(
                path, "list", where=lambda b: where(b) and b.lines[0].text.startswith("- ")
            )
            line = self.book.insert(path, self.rng.choice(block.lines), f"- {sentence}")[0]
        else:
            block = self.block(path, "table", where=where)
            line = choose(self.rng, block.lines[2:])
            cells = line.text.rstrip().removesuffix("|").rstrip()
            line.text = cells + ("" if cells.endswith((".", "?", "|")) else ".") + f" {sentence} |"
        self.claim(line)
        self.note(block)
        return line

    def note(self, block: Block) -> None:
        """A change in a school's filled plan outside the open sections gives ZW509 as well."""
        self.touch(block.path, open_=self.book.is_open(block))

    def touch(self, path: str, *, open_: bool = False) -> None:
        """The text of this file changed."""
        self.claims.add(("touched", path))
        if self.book.meta[path].is_copy and not open_:
            self.allow("ZW509", path, "a school's plan differs from a fresh fill")

    def link(self, from_: str, to: str, anchor: str = "") -> str:
        """The address of another document."""
        return relative(from_, to) + (f"#{anchor}" if anchor else "")

    # -- what must come --------------------------------------------------------------------

    def expect(
        self,
        code: str | tuple[str, ...],
        path: str,
        line: Line | None,
        *more: Where,
        many: bool = False,
    ) -> None:
        """This finding must come."""
        codes = (code,) if isinstance(code, str) else code
        self.expected.append(Expected(codes, (Where(path, line), *more), many))

    def allow(self, code: str, path: str | None, why: str) -> None:
        """This finding may come, for a reason that stands in the design."""
        self.allowed.append(Allowed(code, path, why))


Planter = Callable[[Plot], None]
KINDS: dict[str, Planter] = {}


def plant(code: str, name: str) -> Callable[[Planter], Planter]:
    """Register a way to plant a defect of a rule."""

    def keep(function: Planter) -> Planter:
        KINDS[f"{code} {name}"] = function
        return function

    return keep


def spread(code: str, cases: dict[str, object]) -> Callable[[Callable[[Plot, object], None]], None]:
    """Register one way of planting for many cases."""

    def keep(function: Callable[[Plot, object], None]) -> None:
        for name, case in cases.items():
            plant(code, name)(lambda plot, case=case: function(plot, case))

    return keep


@dataclass(frozen=True)
class Verdict:
    """What was missed, and what came that should not."""

    missed: tuple[str, ...]
    extra: tuple[Found, ...]

    def __bool__(self) -> bool:
        return bool(self.missed or self.extra)


def judge(plot: Plot, found: Iterable[Found]) -> Verdict:
    """Compare a check's findings with what was planted."""
    left = list(found)
    missed = []
    shared: list[Expected] = []
    for expected in plot.expected:
        hit = next((f for f in left if _fits(plot.book, expected, f, 0)), None)
        hit = hit or next((f for f in left if _fits(plot.book, expected, f, 1)), None)
        if hit:
            left.remove(hit)
            shared += [expected] if expected.many else []
        else:
            missed.append(_show(plot.book, expected))
    left = [f for f in left if not any(_fits(plot.book, e, f, 1) for e in shared)]
    allowed = {(a.code, a.path) for a in plot.allowed}
    extra = [
        f
        for f in left
        if (f.code, f.path) not in allowed
        and (f.code, None) not in allowed
        and not _is_true_note(plot, f)
    ]
    return Verdict(tuple(missed), tuple(extra))


def _is_true_note(plot: Plot, found: Found) -> bool:
    """Whether a note says that an adopted text is under revision, and the defect did change it."""
    if (found.code, found.severity) != ("ZW402", "note") or plot.clean is None:
        return False
    return found.path not in plot.clean.meta or (
        plot.book.adopted_part(found.path) != plot.clean.adopted_part(found.path)
    )


def _fits(book: Book, expected: Expected, found: Found, slack: int) -> bool:
    return found.code in expected.codes and any(
        found.path == w.path
        and (w.line is None or abs(found.line - book.number(w.path, w.line)) <= slack)
        for w in expected.places
    )


def _show(book: Book, expected: Expected) -> str:
    places = [
        f"{w.path}:{book.number(w.path, w.line)} {w.line.text[:120]!r}" if w.line else w.path
        for w in expected.places
    ]
    return f"{'/'.join(expected.codes)} {' or '.join(places)}"
