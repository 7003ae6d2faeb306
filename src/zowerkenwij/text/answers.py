"""Answers about short texts that are asked again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Answers(dict[str, T]):
    """What a function says of a text, by the text, as long as there are no more than ``most``: then
    it begins anew. Simpler than ``functools.lru_cache``, which also keeps who was asked last."""

    def __init__(self, answer: Callable[[str], T], most: int) -> None:
        super().__init__()
        self._answer, self._most = answer, most

    def __missing__(self, text: str) -> T:
        if len(self) >= self._most:
            self.clear()
        found = self[text] = self._answer(text)
        return found
