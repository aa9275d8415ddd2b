import pytest

from gdie.documents.encoding import decode
from gdie.documents.errors import UnreadableDocument

SIMPLIFIED = "青柳县水务局2012年主动公开政府信息128条，收到申请3件。"
TRADITIONAL = "青柳縣水務局2012年主動公開政府信息128條，收到申請3件。"


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5hkscs"),
        ("申請3件", "big5", "big5hkscs"),
        ("收到申请", "gb18030", "gb18030"),
        ("濮阳、鄢陵、睢县、郾城", "gb18030", "gb18030"),  # rare characters only
        ("指标,单位\n" + "1,2\n" * 2_000, "gb18030", "gb18030"),
        (SIMPLIFIED, "utf-16", "utf-16-le"),
        ("\ufeff" + SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (SIMPLIFIED + "\r\n", "utf-16-le", "utf-16-le"),  # no mark: only the ASCII characters tell
        (SIMPLIFIED + "\r\n", "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "utf-32", "utf-32-le"),
        (SIMPLIFIED, "utf-32-le", "utf-32-le"),
        (SIMPLIFIED, "utf-32-be", "utf-32-be"),
        ("total,3\n", "ascii", "utf-8"),
    ],
)
def test_the_content_decides(text: str, encoding: str, name: str) -> None:
    assert decode(text.encode(encoding)) == (text.lstrip("\ufeff"), name)


@pytest.mark.parametrize("declared", ["utf-8", "big5", "iso-8859-1", "nonsense", None])
def test_a_false_declaration_is_not_believed(declared: str | None) -> None:
    assert decode(SIMPLIFIED.encode("gb18030"), declared) == (SIMPLIFIED, "gb18030")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_truncated_last_character_is_replaced(encoding: str) -> None:
    text, _ = decode((SIMPLIFIED * 3).encode(encoding) + "局".encode(encoding)[:1])
    assert text == SIMPLIFIED * 3 + "\ufffd"


def test_a_few_damaged_bytes_are_replaced_and_more_are_refused() -> None:
    whole = (SIMPLIFIED * 100).encode()
    text, name = decode(whole + b"\xff" + whole)
    assert (text, name) == (SIMPLIFIED * 100 + "\ufffd" + SIMPLIFIED * 100, "utf-8")
    text, _ = decode((SIMPLIFIED * 100).encode("gb18030") + b"\xff" + (SIMPLIFIED * 100).encode("gb18030"))
    assert text.count("\ufffd") == 1 and text.startswith(SIMPLIFIED)
    with pytest.raises(UnreadableDocument, match="neither UTF-8"):
        decode((SIMPLIFIED.encode("gb18030") + b"\xff\xff") * 50)


def test_one_stray_control_character_is_replaced() -> None:
    assert decode((SIMPLIFIED * 2 + "\x07").encode())[0] == SIMPLIFIED * 2 + "\ufffd"
    assert decode((SIMPLIFIED * 2 + "\x00").encode())[0] == SIMPLIFIED * 2 + "\ufffd"
    assert decode((SIMPLIFIED + "\x1a").encode())[0] == SIMPLIFIED  # the end of a file of DOS


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x00\x01\x02PK", "binary file"),
        (b"\x00" * 1_000, "binary file"),
        (bytes(range(256)) * 20, "binary file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "binary file"),
        (b"\xff\xfea", "damaged UTF-16"),
        (b"\xff\xfe" + b"\x00\xd8" * 100, "damaged UTF-16"),
        (b"\xe4\xb8\xff\xff", "neither UTF-8"),
        (b"\xff" * 300, "neither UTF-8"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said) as caught:
        decode(data)
    assert "\n" not in str(caught.value)
