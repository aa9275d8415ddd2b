"""What all tests share: the project's folders, and Hypothesis without deadlines (CI machines vary)."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("gdie", deadline=None, max_examples=100, derandomize=True)
settings.load_profile("gdie")

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite tests/golden from what is found now"
    )


@pytest.fixture(scope="session")
def corpus() -> Path:
    return ROOT / "corpus"
