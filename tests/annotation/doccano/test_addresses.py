"""Which addresses, answers and names are accepted; no server is needed."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from gdie.annotation.doccano import client
from gdie.annotation.doccano.address import checked_address, is_local
from gdie.annotation.doccano.client import harden, load_client, one_line
from gdie.annotation.doccano.errors import ServerError, shortened
from gdie.annotation.doccano.names import folder_name, folder_names
from gdie.annotation.doccano.projects import annotator_of, project_name, read_setup
from gdie.annotation.records import RecordError


@pytest.mark.parametrize(
    "url",
    [
        "https://doccano.example.org",
        "https://example.org:8443/sub/path",
        "http://localhost:8000",
        "http://127.0.0.1:8000",
        "http://127.9.9.9",
        "http://[::1]:8000",
    ],
)
def test_allowed_addresses(url: str) -> None:
    assert checked_address(url + "/") == url


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://doccano.example.org", "not encrypted"),
        ("http://localhost.example.org", "not encrypted"),
        ("http://127.0.0.1.example.org", "not encrypted"),
        ("http://10.0.0.1:8000", "not encrypted"),
        ("http://0.0.0.0", "not encrypted"),
        ("https://me:secret@example.org", "leave it out"),
        ("https://me@example.org", "leave it out"),
        ("http://localhost@example.org", "leave it out"),
        ("https://example.org/?next=x", "leave out what follows"),
        ("ftp://example.org", "no address"),
        ("example.org", "no address"),
        ("https://", "no address"),
        ("https://exa mple.org", "no address"),
        ("https://example.org\\@other.org", "no address"),
        ("https://[::1", "no address"),
        ("https://example.org:port", "no address"),
        ("", "no address"),
    ],
)
def test_refused_addresses(url: str, said: str) -> None:
    with pytest.raises(ServerError, match=said) as refused:
        checked_address(url)
    assert "secret" not in str(refused.value)


def test_http_elsewhere_when_told() -> None:
    assert checked_address("http://doccano.lan", allow_http=True) == "http://doccano.lan"
    assert not is_local("http://doccano.lan")


@pytest.mark.parametrize(
    ("version", "said"),
    [((3, 12), 'pip install "gdie\\[annotate\\]"'), ((3, 13), "has no release for Python 3.13 and newer")],
)
def test_a_missing_extra_is_one_line(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int], said: str
) -> None:
    def absent(_: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr(client, "version", absent)
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(ServerError, match=said) as refused:
        load_client()
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("version", "said"), [("1.1.1", "too old"), ("1.2.8", "can't be loaded \\(no such validator\\)")]
)
def test_an_unusable_client_is_one_line(monkeypatch: pytest.MonkeyPatch, version: str, said: str) -> None:
    def broken(_: str) -> None:
        raise TypeError("no such validator")

    monkeypatch.setattr(client, "version", lambda _: version)
    monkeypatch.setattr(client.importlib, "import_module", broken)
    with pytest.raises(ServerError, match=said):
        load_client()


def ask(method: str, address: str) -> None:
    with requests.Session() as session, one_line("ask"):
        harden(session, 0.2, local=True)
        response = session.request(method, address)
        response.raise_for_status()
        response.json()


class Answers(BaseHTTPRequestHandler):
    """/on sends on to another host, /slow does not answer, /page is no JSON; other paths are statuses."""

    release: threading.Event

    def do_GET(self) -> None:
        if self.path == "/slow":
            self.release.wait(5)
            return
        status = {"/on": 302, "/page": 200}.get(self.path) or int(self.path[1:])
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"http://localhost:{self.server.server_port}/200")  # type: ignore[attr-defined]
        self.end_headers()
        self.wfile.write(b"<p>not\x1b[31m JSON</p>")

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    Answers.release = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    Answers.release.set()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/on", r"ask: the server sends on to 'http://localhost:\d+/200'; give the right address with --url"),
        ("/slow", "ask: no answer in time"),
        ("/page", "ask: the answer is not doccano's"),
        ("/500", r"ask: the server failed \(status 500\)"),
        ("/401", "ask: log in again"),
        ("/403", "ask: this user may not do it"),
        ("/404", "ask: there is no such thing"),
        ("/429", "ask: too many requests"),
        ("/418", "ask: the server refused"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_failure_is_one_line(address: str, path: str, said: str, method: str) -> None:
    with pytest.raises(ServerError, match=said) as failed:
        ask(method, address + path)
    assert str(failed.value).isprintable()


def test_no_connection_is_one_line() -> None:
    with pytest.raises(ServerError, match="is the server running"):
        ask("GET", "http://127.0.0.1:9")


def test_proxies_of_the_environment_see_nothing_of_this_machine() -> None:
    with requests.Session() as session:
        harden(session, 1, local=True)
        assert session.trust_env is False
        harden(session, 1, local=False)
        assert session.trust_env is True


def test_what_a_server_says_is_shortened_and_harmless() -> None:
    said = shortened("a\x1b[31m\n\u202eb" + "c" * 1000)
    assert said.isprintable()
    assert said.startswith("a�[31m �b")
    assert len(said) < 310


@pytest.mark.parametrize("name", ["anna", "Bo.W+1@home", "王小明", "five · anna", "a b"])
def test_plain_names_stay(name: str) -> None:
    assert folder_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "../../etc",
        "..",
        ".",
        "",
        " ",
        "a/b",
        "a\\b",
        "C:",
        "nul",
        "NUL.txt",
        "x" * 300,
        "a\0b",
        "\x1b[2J",
        "a\n",
        ".git",
    ],
)
def test_hostile_names_become_harmless(name: str, tmp_path: Path) -> None:
    folder = folder_name(name)
    assert folder.isprintable()
    assert folder not in ("", ".", "..", name)
    assert not folder.startswith(".")
    assert (tmp_path / folder).resolve().parent == tmp_path.resolve()
    (tmp_path / folder).mkdir()


@given(st.sets(st.text(st.characters(codec=None, categories=None), max_size=80), max_size=6))
def test_folder_names_are_different_steps(names: set[str]) -> None:
    folders = folder_names(names)
    assert len({folder.casefold() for folder in folders.values()}) == len(names)
    for folder in folders.values():
        assert "/" not in folder
        assert "\\" not in folder
        assert folder.strip(". ")
        assert len(folder) < 80


def test_names_that_differ_in_case_only_are_told_apart() -> None:
    folders = folder_names(["Anna", "anna", "bo"])
    assert folders["bo"] == "bo"
    assert folders["Anna"].casefold() != folders["anna"].casefold()


@pytest.mark.parametrize(
    ("project", "name", "annotator"),
    [
        ("p · anna", "p", "anna"),
        ("p", "p", None),
        ("p · ", "p", None),
        ("pq · anna", "p", None),
        ("p · q · anna", "p", None),
        ("p · q · anna", "p · q", "anna"),
    ],
)
def test_whose_project_it_is(project: str, name: str, annotator: str | None) -> None:
    assert annotator_of(project, name) == annotator
    if annotator:
        assert project_name(name, annotator) == project


@pytest.mark.parametrize(
    ("name", "annotator"),
    [
        ("", None),
        (" p", None),
        ("p\n", None),
        ("x" * 101, None),
        ("x" * 95, "anna"),
        ("p", "a · b"),
        ("p", " "),
    ],
)
def test_names_that_the_server_would_change_are_refused(name: str, annotator: str | None) -> None:
    with pytest.raises(ServerError):
        project_name(name, annotator)


@pytest.mark.parametrize("content", [None, "no JSON", '{"a": 1}', '[{"text": "A"}]'])
def test_damaged_types_are_one_line(tmp_path: Path, content: str | None) -> None:
    (tmp_path / "guidelines.md").write_text("Rules\n", encoding="utf-8")
    if content is not None:
        (tmp_path / "span_types.json").write_text(content, encoding="utf-8")
    with pytest.raises(RecordError, match=r"span_types\.json"):
        read_setup(tmp_path, tmp_path / "guidelines.md")
