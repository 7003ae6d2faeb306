"""Why a command stops: a sentence for the user and an exit code."""

from __future__ import annotations


class Refusal(Exception):
    """A command that cannot go on. The text says what, where, why and what to do now.

    ``exit_code``: 1 for a reason about the content, 2 for wrong usage, 3 for the environment.
    """

    def __init__(self, text: str, exit_code: int = 1) -> None:
        super().__init__(text)
        self.exit_code = exit_code
