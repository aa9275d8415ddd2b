"""The rooms of the house: a room imports only from rooms to its left, and heavy ones stay out of the start."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "gdie"
# Left to right; a room may import from rooms before it.
ROOMS = [
    "documents",
    "text",
    "indicators",
    "annotation",
    "pipeline",
    "facts",
    "reconcile",
    "training",
    "evaluation",
    "outputs",
    "batch",
    "cli",
]
# documents and text stand side by side, as do the three at the right: none of them may see its neighbour.
APART = {
    ("text", "documents"),
    ("indicators", "documents"),
    ("indicators", "text"),
    ("pipeline", "documents"),
    ("reconcile", "text"),
    ("reconcile", "documents"),
    ("outputs", "training"),
    ("outputs", "evaluation"),
}


def room_of(module: str) -> str:
    return module.split(".")[1]


def imports() -> list[tuple[str, str, str]]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        room = parts[0]
        if room == "__init__":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            found += [
                (room, room_of(name), str(path))
                for name in names
                if name.startswith("gdie.") and room_of(name) != room
            ]
    return found


def test_every_room_is_known() -> None:
    present = {p.name for p in PACKAGE.iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    assert present == set(ROOMS)


@pytest.mark.parametrize(("room", "other", "path"), imports())
def test_arrows_go_one_way(room: str, other: str, path: str) -> None:
    assert ROOMS.index(other) < ROOMS.index(room), f"{path}: {room} may not import {other}"
    assert (room, other) not in APART, f"{path}: {room} may not know of {other}"


def test_help_and_import_load_nothing_heavy() -> None:
    code = (
        "import sys, gdie, gdie.cli; "
        "print([m for m in ('spacy', 'pandas', 'sklearn', 'numpy', 'thinc', 'opencc') if m in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"


def test_extraction_loads_neither_training_nor_evaluation() -> None:
    code = "import sys, gdie.facts, gdie.reconcile; print([m for m in sys.modules if m.startswith(('gdie.training', 'gdie.evaluation', 'sklearn'))])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"
