"""The command line: parse, call, print, exit (the contract is in docs/cli.md)."""

from __future__ import annotations

from zowerkenwij.cli.main import main

__all__ = ["main"]
