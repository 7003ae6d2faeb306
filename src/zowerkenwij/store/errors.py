"""What the store raises: always with a Dutch sentence that says what to do."""

from __future__ import annotations


class StoreError(Exception):
    """Something outside the texts stands in the way. ``message`` is plain Dutch."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAHandbook(StoreError):
    """No handbook in this folder or above it."""


class GitError(StoreError):
    """Git is missing, or refused the question."""


class WriteError(StoreError):
    """Files could not be replaced; everything is as it was before."""
