"""Documents read for commands that need nothing else: failures and warnings are told, the others come."""

from pathlib import Path

import pytest

from gdie.batch.documents import read_documents
from tests.documents.pdf_making import make_pdf, picture


def test_what_can_not_be_read_is_told_and_the_others_come(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "in" / "a.txt").write_bytes(b"\0\1")
    (tmp_path / "in" / "b.txt").write_text("共收到申请3件。", encoding="utf-8")
    (tmp_path / "in" / "settings.toml").write_text("x = 3", encoding="utf-8")

    def text(canvas) -> None:  # type: ignore[no-untyped-def]
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(90, 700, "2022年，我局共收到政府信息公开申请12件，按时办结12件。")

    (tmp_path / "in" / "c.pdf").write_bytes(
        make_pdf(text, lambda canvas: canvas.drawImage(picture(), 0, 0, 595, 842))
    )
    failures: list[str] = []
    warnings: list[str] = []
    paths = [tmp_path / "in", tmp_path / "none", tmp_path / "missing.txt"]
    found = list(read_documents(paths, failures.append, warnings.append))
    assert [document.stem for document in found] == ["b", "c"]
    assert [f.removeprefix(f"{tmp_path}/").split(": ")[0] for f in failures] == [
        "in/a.txt",
        "missing.txt",
        "none",
    ]
    assert [w.split(": ")[1] for w in warnings] == ["page 2 is a scan without text and was not read"]


def test_a_defect_costs_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("共收到申请3件。", encoding="utf-8")
    from gdie.batch import documents

    read = documents.read_bytes

    def fail(data: bytes, stem: str, *rest: object, **more: object) -> object:
        if stem == "a":
            raise IndexError
        return read(data, stem, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(documents, "read_bytes", fail)
    failures: list[str] = []
    assert [d.stem for d in read_documents([tmp_path], failures.append, print)] == ["b"]
    assert "meets a defect of gdie (IndexError" in failures[0]
