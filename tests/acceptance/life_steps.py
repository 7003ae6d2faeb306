"""The script of a handbook's life: thirty documents and what people do to them, day by day.

Only words and dates: nothing here knows the program, or what the steps should lead to.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST, LAST = date(2023, 8, 1), date(2026, 7, 31)
FAMILIES = 10  # of three documents each; a branch works on whole families
SCHOOLS = ("de-kade", "het-schip")
FOLDERS = ("protocols", "werkwijzen", "werkwijzen/oud", "beleid")
WORDS = (
    "rustig samen luisteren afspraak gesprek leerling ouders mentor veilig plek hulp zorg groep "
    "klas vertellen schrijven bellen blijven duidelijk eerlijk kort vriendelijk café ruïne één"
).split()
CHAINS = (  # what a person sets out to do with one document; others come in between
    (30, "edit consult adopt-major"),
    (22, "edit adopt-minor"),
    (14, "edit adopt-editorial"),
    (10, "edit consult edit adopt-major consult adopt-major"),  # the consent has become stale
    (4, "edit withheld adopt-major consult adopt-major"),
    (4, "edit consult withheld adopt-major"),
    (3, "edit adopt-wrong"),  # not the body's business
    (3, "adopt-minor"),
    (10, "edit"),
    (9, "move"),
    (9, "rename"),
    (5, "title edit"),
    (4, "rename back"),
    (7, "withdraw"),
)


@dataclass(frozen=True)
class Step:
    """One thing that somebody does. ``doc`` is the document's first id, ``id`` the present one;
    ``branch``: it happens on the branch."""

    day: date
    kind: str  # new edit consult adopt rename move withdraw branch merge
    doc: str = ""
    id: str = ""
    branch: bool = False
    type: str = ""
    title: str = ""
    body: str = ""
    folder: str = ""
    new: str = ""
    by: str = ""
    outcome: str = ""
    change: str = ""
    on: date = FIRST
    effective: date = FIRST
    expires: date | None = None
    untidy: bool = False  # an editor's line ends and spaces, which change no text
    keep: bool = False  # the work is committed at once
    how: str = ""  # squash, rebase or merge
    docs: tuple[str, ...] = ()
    number: int = 0


@dataclass
class _Paper:
    key: str
    id: str
    type: str
    title: str
    folder: str

    @property
    def council(self) -> str:
        return {"rules": "mr"}.get(self.type, "gmr")

    @property
    def board(self) -> str:
        return {"rules": "management-team"}.get(self.type, "board")


class Script:
    """Writes the steps with a seeded dice."""

    def __init__(self, seed: int, count: int = 300) -> None:
        self.rng = random.Random(seed)
        days = sorted(self.rng.choices(range((LAST - FIRST).days + 1), k=count))
        self.days = [FIRST + timedelta(days=n) for n in days]
        self.papers = [self._paper(n) for n in range(3 * FAMILIES)]
        self.open: list[tuple[_Paper, list[str]]] = []
        self.away: tuple[str, ...] = ()  # the documents that are worked on in the branch
        self.since = 0
        self.count = 0

    def _paper(self, n: int) -> _Paper:
        type_ = "rules" if n >= 24 else "leaflet" if n % 4 == 3 else "protocol"
        folder = f"schools/{SCHOOLS[n % 2]}" if type_ == "rules" else FOLDERS[n % 2]
        return _Paper(f"stuk-{n}", f"stuk-{n}", type_, f"Stuk {n}", folder)

    def steps(self) -> Iterator[Step]:
        """First the new documents, and those that the others refer to get into force; then as
        many steps as were asked."""
        for paper in self.papers:
            yield Step(FIRST, "new", paper.key, paper.id, type=paper.type, title=paper.title,
                       body=self._body(paper), folder=paper.folder)  # fmt: skip
        for paper in filter(self._is_first, self.papers):
            yield self._step(FIRST, "consult", paper, by=paper.council, on=FIRST, outcome="consent")
            yield self._step(FIRST, "adopt", paper, by=paper.board, change="major")
        for n, day in enumerate(self.days):
            yield self._branching(n, day) or self._next(day)

    def _branching(self, n: int, day: date) -> Step | None:
        if not self.away and n > 10 and self.rng.random() < 0.12:
            families = self.rng.sample(range(FAMILIES), 4)
            self.away = tuple(p.key for i, p in enumerate(self.papers) if i // 3 in families)
            self.since = n
            return Step(day, "branch", docs=self.away)
        if self.away and n - self.since > 8 and self.rng.random() < 0.2:
            docs, self.away = self.away, ()
            return Step(day, "merge", how=self.rng.choice(("squash", "rebase", "merge")), docs=docs)
        return None

    def _next(self, day: date) -> Step:
        while len(self.open) < 6:
            paper = self.rng.choice(self.papers)
            weights = [w for w, _ in CHAINS]
            chain = self.rng.choices(CHAINS, weights)[0][1].split()
            if chain == ["withdraw"] and self._is_first(paper):
                continue
            self.open.append((paper, chain))
        chosen = self.rng.choice(self.open)
        paper, chain = chosen
        word, _, detail = chain.pop(0).partition("-")
        self.open = [one for one in self.open if one[1]]
        self.count += 1
        step: Step = getattr(self, f"_{word}")(day, paper, detail)
        return step

    def _is_first(self, paper: _Paper) -> bool:
        """Of its family: the others refer to it, so it always holds."""
        return self.papers.index(paper) % 3 == 0

    def _step(self, day: date, kind: str, paper: _Paper, **more: object) -> Step:
        where = paper.key in self.away
        return Step(day, kind, paper.key, paper.id, where, paper.type, number=self.count, **more)  # type: ignore[arg-type]

    def _body(self, paper: _Paper) -> str:
        first = self.papers[self.papers.index(paper) // 3 * 3] if hasattr(self, "papers") else paper
        lines = [f"# {paper.title}"]
        for heading, anchor in (("Doe nu", "doe-nu"), ("Zo werkt het", "zo")):
            said = [" ".join(self.rng.choices(WORDS, k=7)).capitalize() for _ in range(3)]
            lines += [f"## {heading} {{#{anchor}}}", ". ".join(said) + "."]
        if first is not paper and first.folder == paper.folder:
            lines.append(f"Lees ook [dit stuk]({first.id}.md#doe-nu).")
        return "\n\n".join(lines) + "\n"

    def _edit(self, day: date, paper: _Paper, _: str) -> Step:
        return self._step(day, "edit", paper, body=self._body(paper), title=paper.title,
                          untidy=self.rng.random() < 0.15, keep=self.rng.random() < 0.5)  # fmt: skip

    def _consult(self, day: date, paper: _Paper, _: str, outcome: str = "consent") -> Step:
        on = day - timedelta(days=self.rng.choice((0, 0, 0, 2)))
        return self._step(day, "consult", paper, by=paper.council, on=on, outcome=outcome)

    def _withheld(self, day: date, paper: _Paper, _: str) -> Step:
        return self._consult(day, paper, "", self.rng.choice(("withheld", "conditional")))

    def _adopt(self, day: date, paper: _Paper, change: str) -> Step:
        by = "owner" if change == "editorial" and self.rng.random() < 0.5 else paper.board
        by, change = ("owner", "minor") if change == "wrong" else (by, change)
        effective = day + timedelta(days=self.rng.choice((0, 0, 14, 45, 90)))
        expires = effective + timedelta(days=self.rng.randint(-2, 200))
        return self._step(
            day, "adopt", paper, by=by, on=day, change=change, effective=effective,
            expires=expires if self.rng.random() < 0.15 and not self._is_first(paper) else None,
        )  # fmt: skip

    def _move(self, day: date, paper: _Paper, _: str) -> Step:
        other = [f for f in FOLDERS if f != paper.folder]
        if paper.type == "rules":
            home = "/".join(paper.folder.split("/")[:2])
            other = [f for f in (home, f"{home}/archief") if f != paper.folder]
        paper.folder = self.rng.choice(other)
        return self._step(day, "move", paper, folder=paper.folder)

    def _rename(self, day: date, paper: _Paper, _: str, title: str = "") -> Step:
        return self._renamed(day, paper, f"{paper.key}-naam-{self.count}", title)

    def _back(self, day: date, paper: _Paper, _: str) -> Step:
        return self._renamed(day, paper, paper.key, "")

    def _title(self, day: date, paper: _Paper, _: str) -> Step:
        return self._rename(day, paper, "", f"Titel {self.count}")

    def _renamed(self, day: date, paper: _Paper, new: str, title: str) -> Step:
        step = self._step(day, "rename", paper, new=new, title=title)
        paper.id, paper.title = new, title or paper.title
        return step

    def _withdraw(self, day: date, paper: _Paper, _: str) -> Step:
        on = day + timedelta(days=self.rng.choice((-3, 0, 30)))
        return self._step(day, "withdraw", paper, by=paper.board, on=on)
