"""The house keeps its shape: who imports whom, no cycles, nothing too large to see whole."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "zowerkenwij"
FILES = sorted(SRC.rglob("*.py"))
LAYERS = [{"cli"}, {"site", "word", "store"}, {"rules"}, {"control"}, {"text"}, {"model"}]
ALLOWED_SIDEWAYS = {
    ("site/plugin.py", "store"), ("site/build.py", "store"), ("site/downloads.py", "word"),
}  # fmt: skip
PURE = {"model", "text", "rules", "control"}
LONG_FUNCTIONS: dict[str, str] = {}  # "path:name" -> why it may exceed 40 lines; five at most


def name_of(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "zowerkenwij" and len(parts) > 1 else None


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def is_module(name: str) -> bool:
    path = SRC.parent / name.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file()


def imports_of(path: Path, *, top_level_only: bool = False) -> set[str]:
    tree = tree_of(path)
    nodes = tree.body if top_level_only else list(ast.walk(tree))
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = {name for name in names if is_module(name)}
            found |= modules | ({node.module} if names - modules else set())
    return found


def layer(room: str) -> int:
    return next(n for n, rooms in enumerate(LAYERS) if room in rooms)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_room_imports_only_rooms_below_it(path: Path) -> None:
    here = path.relative_to(SRC).parts[0]
    if here.endswith(".py"):
        return
    for module in imports_of(path):
        there = room_of(module)
        if there in (None, here) or not (SRC / there).is_dir():
            continue
        if layer(there) == layer(here):
            assert (name_of(path), there) in ALLOWED_SIDEWAYS, f"{name_of(path)} imports {module}"
        else:
            assert layer(there) > layer(here), f"{name_of(path)} imports {module}"


FORBIDDEN = {"git", "subprocess", "sqlite3", "mkdocs", "docx", "click", "os", "pathlib", "socket"}


@pytest.mark.parametrize(
    "path", [f for f in FILES if f.relative_to(SRC).parts[0] in PURE], ids=name_of
)
def test_a_pure_room_touches_no_files_git_clock_or_screen(path: Path) -> None:
    assert not {m.split(".")[0] for m in imports_of(path)} & FORBIDDEN
    calls = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
    }
    assert not calls & {"print", "open", "today", "now", "read_text", "write_text", "exit"}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nobody_prints_or_exits_but_the_command_line(path: Path) -> None:
    if path.relative_to(SRC).parts[0] == "cli":
        return
    names = {
        n.func.id
        for n in ast.walk(tree_of(path))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
    }
    assert not names & {"print", "exit", "quit"}


def test_there_are_no_import_cycles() -> None:
    graph: dict[str, set[str]] = {}
    for path in FILES:
        module = "zowerkenwij." + name_of(path).removesuffix(".py").removesuffix(
            "/__init__"
        ).replace("/", ".")
        graph[module] = imports_of(path, top_level_only=True)
    graph = {m: {i for i in found if i in graph and i != m} for m, found in graph.items()}
    done: set[str] = set()
    path_: list[str] = []

    def visit(module: str) -> None:
        assert module not in path_, " → ".join([*path_[path_.index(module) :], module])
        if module in done:
            return
        path_.append(module)
        for other in sorted(graph[module]):
            visit(other)
        path_.pop()
        done.add(module)

    for module in sorted(graph):
        visit(module)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_can_be_read_in_one_go(path: Path) -> None:
    limit = 600 if path.relative_to(SRC).parts[0] == "model" else 400
    if name_of(path) == "site/plugin.py":
        limit = 150
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


def functions() -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    return [
        (f"{name_of(path)}:{node.name}", node)
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_a_function_can_be_seen_whole() -> None:
    assert len(LONG_FUNCTIONS) <= 5
    long = {name: length(node) for name, node in functions() if length(node) > 40}
    assert set(long) <= set(LONG_FUNCTIONS), long


def test_a_command_only_parses_calls_and_prints() -> None:
    long = {
        name: length(node)
        for name, node in functions()
        if name.startswith("cli/commands/") and name.endswith(":command") and length(node) > 25
    }
    assert not long


def test_every_function_says_what_it_returns() -> None:
    assert not [name for name, node in functions() if node.returns is None]


def test_nothing_is_left_unbuilt() -> None:
    empty = [
        name
        for name, node in functions()
        if len(node.body) == 1
        and isinstance(node.body[0], ast.Raise)
        and "NotImplemented" in ast.dump(node.body[0])
    ]
    assert not empty
