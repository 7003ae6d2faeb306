"""A place to run commands in: each in a process of its own, measured and with limits.

One helper process imports the program once, warms up and forks for every command, so that hundreds
of commands fit in a minute and yet each has its own memory, clock, rights and folder. The helper is
this file, run as a program.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MAX_SECONDS = 10
MAX_BYTES = 500_000_000
_CPU_LIMIT = 15
_DEADLINE = 60  # seconds on the wall, for what waits; on a busy machine CPU time is what counts
_ADDRESS_SPACE = 3_000_000_000


@dataclass(frozen=True)
class Run:
    """What a command answered, and what it cost in CPU seconds and bytes of memory."""

    args: tuple[str, ...]
    code: int
    stdout: bytes
    stderr: bytes
    seconds: float
    memory: int

    @property
    def out(self) -> str:
        return self.stdout.decode("utf-8")

    @property
    def err(self) -> str:
        return self.stderr.decode("utf-8")

    def __str__(self) -> str:
        text = f"{self.out[-1500:]}\n--- stderr\n{self.err[-3000:]}"
        return f"{' '.join(self.args)} -> {self.code}, {self.seconds:.1f} s, {self.memory >> 20} MB\n{text}"


@dataclass(frozen=True)
class Limits:
    """What the process may not do: ``largest`` file it may write (bytes), and reading or
    writing against file modes, which a superuser otherwise may."""

    largest: int | None = None
    obeys_modes: bool = False


NO_LIMITS = Limits()


@dataclass
class Arena:
    """Runs commands through the helper process."""

    _folder: Path
    _helper: subprocess.Popen[str] = field(init=False)

    def __post_init__(self) -> None:
        self._helper = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def close(self) -> None:
        assert self._helper.stdin
        self._helper.stdin.close()
        self._helper.wait()
        assert self._helper.stdout
        self._helper.stdout.close()

    def run(
        self, folder: Path, *args: object, env: Mapping[str, str] | None = None, limits: Limits = NO_LIMITS,
        path: str | None = None,
    ) -> Run:  # fmt: skip
        words = [os.fsdecode(os.fspath(a)) if isinstance(a, Path) else str(a) for a in args]
        out, err = self._folder / "standard-output", self._folder / "standard-error"
        job = {
            "args": words, "cwd": str(folder), "env": {**_calm(self._folder), **(env or {})}, "path": path,
            "out": str(out), "err": str(err), "largest": limits.largest, "obeys_modes": limits.obeys_modes,
        }  # fmt: skip
        assert self._helper.stdin
        assert self._helper.stdout
        self._helper.stdin.write(json.dumps(job) + "\n")
        self._helper.stdin.flush()
        cost = json.loads(self._helper.stdout.readline())
        return Run(
            tuple(words),
            cost["code"],
            out.read_bytes(),
            err.read_bytes(),
            cost["seconds"],
            cost["memory"],
        )


def _calm(folder: Path) -> dict[str, str]:
    """The environment of every command: nobody's own settings."""
    return {
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "NO_COLOR": "1",
        "XDG_CACHE_HOME": str(folder / "cache"), "LC_ALL": "C.UTF-8",
    }  # fmt: skip


def contents(folder: Path) -> dict[str, str]:
    """Every file under a folder with what it is: mode, and a digest of its bytes. Left out: what
    the program remembers inside ``.git``."""
    found: dict[str, str] = {}
    pending = [os.fsencode(folder)]
    while pending:
        here = pending.pop()
        for entry in os.scandir(here):
            name = os.fsdecode(os.path.relpath(entry.path, os.fsencode(folder)))
            if name == os.path.join(".git", "zowerkenwij"):
                continue
            mode = entry.stat(follow_symlinks=False).st_mode
            found[name] = f"{mode:o} {_digest(entry.path, mode)}"
            if stat.S_ISDIR(mode):
                pending.append(entry.path)
    return found


def _digest(path: bytes, mode: int) -> str:
    if stat.S_ISLNK(mode):
        return os.fsdecode(os.readlink(path))
    if not stat.S_ISREG(mode):
        return ""
    with open(path, "rb") as stream:
        return hashlib.sha256(stream.read()).hexdigest()


# -- the helper process ------------------------------------------------------------------------


def _serve() -> None:
    import threading

    answers = os.fdopen(os.dup(1), "w")
    os.set_inheritable(answers.fileno(), False)
    _warm_up()
    assert threading.active_count() == 1
    for line in sys.stdin:
        job = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _work(job)
        _, status, used = os.wait4(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        seconds = used.ru_utime + used.ru_stime
        answers.write(
            json.dumps({"code": code, "seconds": seconds, "memory": used.ru_maxrss * 1024}) + "\n"
        )
        answers.flush()


def _warm_up() -> None:
    """Import and compile once what every command needs, by running some in a fresh handbook."""
    import tempfile
    from contextlib import redirect_stderr, redirect_stdout, suppress

    from zowerkenwij.cli import main

    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:
        place = Path(folder) / "handboek"
        os.environ.update(_calm(Path(folder)))
        for words in (
            ("init", place), ("check", "--format", "json"), ("check", "--format", "sarif"), ("list",),
            ("show", "plan"), ("school", "list"), ("school", "fill", "voorbeeldschool", "--dry-run"),
            ("publish", "--audience", "draft", "-o", place.parent / "site"), ("schema",), ("rules",),
        ):  # fmt: skip
            option = () if words[0] in ("init", "schema", "rules") else ("--handbook", place)
            with redirect_stdout(nowhere), redirect_stderr(nowhere), suppress(SystemExit):
                main([*map(str, words), *map(str, option)])


def _work(job: dict) -> None:
    import resource
    import signal
    import traceback

    code = 70
    try:
        signal.alarm(_DEADLINE)
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_LIMIT, _CPU_LIMIT))
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
        os.environ.update(job["env"])
        if job["path"] is not None:
            os.environ["PATH"] = job["path"]
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        for number, target in ((0, os.devnull), (1, job["out"]), (2, job["err"])):
            os.dup2(os.open(target, flags if number else os.O_RDONLY, 0o600), number)
        os.chdir(job["cwd"])
        if job["obeys_modes"]:
            _obey_modes()
        if job["largest"] is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (job["largest"], job["largest"]))
        from zowerkenwij.cli import main

        main(job["args"])
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 70
    except BaseException:
        traceback.print_exc()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _obey_modes() -> None:
    """Give up the right to read and write whatever the modes of files say (Linux, superuser)."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP: git must not get it back
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    libc.capget(header, data)
    for word in (0, 1, 2):
        data[word] &= ~0b110
    libc.capset(header, data)


if __name__ == "__main__":
    _serve()
