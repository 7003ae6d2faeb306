"""What a handbook must say on any day, told from the steps alone (records.md; nothing of the program)."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import date

from tests.acceptance.life_steps import Step

NEEDS = {"protocol": "gmr", "rules": "mr", "leaflet": None}  # whose consent a major change needs


@dataclass
class Version:
    number: str
    text: tuple[str, str]  # title and body
    on: date
    effective: date
    expires: date | None


@dataclass
class Doc:
    id: str
    type: str
    text: tuple[str, str]
    names: set[str]
    versions: list[Version] = field(default_factory=list)
    said: list[Step] = field(default_factory=list)
    heard: list[tuple[str, str]] = field(default_factory=list)  # the text that was consulted on
    withdrawn: date | None = None

    def state(self, day: date) -> str:
        adopted = [v for v in self.versions if v.on <= day]
        holds = [v for v in adopted if v.effective <= day]
        if self.withdrawn and self.withdrawn <= day:
            return "withdrawn"
        if not holds:
            return "adopted" if adopted else "draft"
        last = holds[-1].expires
        return "expired" if last and last < day else "in-force"

    def version(self, day: date) -> Version | None:
        """In force, else the newest adopted."""
        adopted = [v for v in self.versions if v.on <= day]
        if self.state(day) == "in-force":
            adopted = [v for v in adopted if v.effective <= day]
        return adopted[-1] if adopted else None

    def may_adopt(self, step: Step) -> bool:
        last = self.versions[-1] if self.versions else None
        said = [(s.on, n) for n, s in enumerate(self.said) if s.on <= step.on]
        agreed = bool(said) and self.said[max(said)[1]].outcome == "consent"
        return not (
            self.withdrawn
            or (last and (last.text == self.text or last.on > step.on))
            or (last and last.effective > step.effective)
            or (step.expires and step.expires < step.effective)
            or (step.by == "owner" and step.change != "editorial")
            or (step.change == "major" and NEEDS[self.type]
                and not (agreed and self.heard[max(said)[1]] == self.text))
        )  # fmt: skip

    def take(self, step: Step) -> bool:
        """Whether the step is allowed; then it has happened."""
        if step.kind == "edit":
            self.text = (self.text[0], step.body)
        elif step.kind == "rename":
            self.id, self.text = step.new, (step.title or self.text[0], self.text[1])
            self.names.add(step.new)
        elif step.kind == "consult" and not self.withdrawn:
            self.said.append(step)
            self.heard.append(self.text)
        elif step.kind == "adopt" and self.may_adopt(step):
            major, minor = (
                map(int, self.versions[-1].number.split(".")) if self.versions else (0, 9)
            )
            number = (
                f"{major + 1}.0" if step.change == "major" or not major else f"{major}.{minor + 1}"
            )
            self.versions.append(Version(number, self.text, step.on, step.effective, step.expires))
            self.said, self.heard = [], []
        elif (
            step.kind == "withdraw"
            and self.versions
            and not self.withdrawn
            and step.on >= self.versions[-1].on
        ):
            self.withdrawn = step.on
        elif step.kind != "move":
            return False
        return True


class Life:
    """The documents on main, and those of the branch while there is one."""

    def __init__(self) -> None:
        self.main: dict[str, Doc] = {}
        self.branch: dict[str, Doc] = {}

    def take(self, step: Step) -> bool:
        if step.kind == "new":
            self.main[step.doc] = Doc(step.id, step.type, (step.title, step.body), {step.id})
        elif step.kind == "branch":
            self.branch = {key: copy.deepcopy(self.main[key]) for key in step.docs}
        elif step.kind == "merge":
            self.main |= self.branch
            self.branch = {}
        else:
            return (self.branch if step.branch else self.main)[step.doc].take(step)
        return True
