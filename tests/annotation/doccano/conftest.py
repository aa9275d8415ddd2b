"""The server of the integration tests: started once, from the environment whose interpreter GDIE_DOCCANO_PYTHON names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gdie.annotation.doccano.client import load_client
from gdie.annotation.doccano.errors import ServerError
from tests.annotation.doccano.process import Doccano
from tests.annotation.doccano.proxy import Proxy

TIMEOUT = 2.0  # seconds that the client waits behind the proxy
WHY = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "doccano: needs a doccano server and doccano-client")


def missing() -> str | None:
    """Why the integration tests can't run here, or None."""
    if not os.environ.get("GDIE_DOCCANO_PYTHON"):
        return "GDIE_DOCCANO_PYTHON does not name the interpreter of an environment with doccano; see .ci/doccano"
    try:
        load_client()
    except ServerError as error:
        return str(error)
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    marked = [item for item in items if item.get_closest_marker("doccano")]
    why = missing()
    if marked and why:
        config.stash[WHY] = f"{len(marked)} doccano integration tests did NOT run: {why}"
        for item in marked:
            item.add_marker(pytest.mark.skip(reason=why))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    why = config.stash.get(WHY, None)
    if why:
        terminalreporter.write_line(why, yellow=True, bold=True)


@pytest.fixture(scope="session")
def doccano(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doccano]:
    server = Doccano(os.environ["GDIE_DOCCANO_PYTHON"], tmp_path_factory.mktemp("doccano"))
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def proxy(doccano: Doccano) -> Iterator[Proxy]:
    between = Proxy(doccano.port, late=TIMEOUT + 1)
    yield between
    between.close()


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "USER", "PASSWORD"):
        monkeypatch.delenv(f"GDIE_DOCCANO_{name}", raising=False)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    return folder
