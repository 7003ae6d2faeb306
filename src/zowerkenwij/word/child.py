"""Reading a file from outside in a process of its own, with little time and memory (word.md §11)."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from zowerkenwij.word.refused import SENTENCES, RefusedFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from zowerkenwij.word.reader import WordDocument
    from zowerkenwij.word.writer.template import Template

MAX_SECONDS = 20
MAX_MEMORY = 1 << 30
_WAIT = 60
_TEMPLATE = "template"


def read_limited(data: bytes) -> WordDocument:
    """As ``read``, in a child process. Raises ``RefusedFile``, also when the child dies."""
    document: WordDocument = _told(data)
    return document


def template_limited(data: bytes) -> Template:
    """As ``template.load``, in a child process. Raises ``RefusedFile``."""
    template: Template = _told(data, _TEMPLATE)
    return template


def _told(data: bytes, *words: str) -> Any:
    from zowerkenwij.word.codec import decoded

    command = [sys.executable, "-I", "-m", "zowerkenwij.word.child", *words]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_WAIT, check=False)
    except subprocess.TimeoutExpired as error:
        raise RefusedFile("time") from error
    if done.returncode == 0:
        return decoded(done.stdout.decode("ascii"))
    if done.returncode == 1:
        kind, where = json.loads(done.stdout)
        raise RefusedFile(kind if kind in SENTENCES else "damaged", str(where))
    raise RefusedFile("time")


def main() -> int:
    """Read standard input; write what stands in it (0) or the reason of the refusal (1)."""
    _limit()
    from zowerkenwij.word.codec import encoded
    from zowerkenwij.word.reader import read
    from zowerkenwij.word.template import load

    made: Callable[[bytes], Any] = load if sys.argv[1:] == [_TEMPLATE] else read
    try:
        told = encoded(made(sys.stdin.buffer.read()))
    except RefusedFile as refused:
        sys.stdout.write(json.dumps([refused.kind, refused.where]))
        return 1
    except RecursionError:
        sys.stdout.write(json.dumps(["too-deep", ""]))
        return 1
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever a strange file does to the reader, it is refused
        sys.stdout.write(json.dumps(["damaged", ""]))
        return 1
    sys.stdout.write(told)
    return 0


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit of the parent stays
        return
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    raise SystemExit(main())
