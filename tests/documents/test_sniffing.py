"""The type of a file by its content, whatever its name says."""

from __future__ import annotations

import io
import zipfile

import pytest

from gdie.documents.errors import NoDocument, UnreadableDocument
from gdie.documents.limits import Limits
from gdie.documents.sniffing import readable_suffix, sniff, sniff_in_folder

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def packed(*names: str, **contents: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, contents.get(name.lower().strip("[").split("]")[0], "x"))
    return stream.getvalue()


def content_types(kind: str) -> bytes:
    types = f'<Types><Override PartName="/p" ContentType="application/vnd.{kind}"/></Types>'
    return packed("[Content_Types].xml", "part", content_types=types)


def compound(*streams: str) -> bytes:
    return OLE + b"\0" * 500 + b"".join((s + "\0").encode("utf-16-le") for s in streams) + b"\0" * 100


MHTML = (
    "From: <由浏览器保存>\r\nSubject: =?gb2312?B?xOqxqA==?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
    '\ttype="text/html";\r\n\tboundary="--x"\r\n\r\n----x\r\nContent-Type: text/html\r\n\r\n<html>'
)


@pytest.mark.parametrize(
    ("data", "suffix", "found"),
    [
        ("某局2023年报告\n共31件。".encode(), ".txt", "text"),
        ("某局2023年报告".encode("gbk"), "", "text"),
        ("某局2023年报告".encode("utf-16"), ".txt", "text"),
        ('{"a": 1}', ".txt", "text"),
        ("数量<100的有3件，a<b>c", ".txt", "text"),
        ("<附件>\n一、总体情况", ".txt", "text"),
        ("换行用 <br> 写，段落用 </p> 写。", ".txt", "text"),
        ("说到 %PDF-1.4 的文字", ".txt", "text"),
        ("BM单位的报告", ".txt", "text"),
        ("MZ镇2023年报告", ".txt", "text"),
        ("ID3 是什么", ".txt", "text"),
        ("From: 某局\n正文", ".txt", "text"),
        # The name tells apart what only it can.
        ("# 标题", ".md", "markdown"),
        ("# 标题", ".MARKDOWN", "markdown"),
        ("<div align=center>\n\n# 标题\n", ".md", "markdown"),
        ("a,b", ".csv", "csv"),
        ("a\tb", ".TSV", "csv"),
        ("a,b", ".txt", "text"),
        ("a,b", ".docx", "text"),
        # Pages under any name, whole or in pieces.
        ("<!DOCTYPE html><p>a", ".doc", "html"),
        ("<!doctype HTML PUBLIC '-//W3C//DTD'>", ".txt", "html"),
        ("<!DOCTYPE html>", ".md", "html"),
        ("<html>", ".csv", "html"),
        ("\ufeff \r\n<!-- saved from url=(0014)about:internet -->\n<html xmlns='x'>", "", "html"),
        ('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "a">\n<html>', "", "html"),
        ('<?xml version="1.0"?><xhtml:html xmlns:xhtml="x">', "", "html"),
        ("<TABLE border=1><tr><td>a</td></tr></TABLE>", ".xls", "html"),
        ("<div class='TRS_Editor'>a</div>", "", "html"),
        ("<p>一</p>", "", "html"),
        ("一、总体情况<br>二、公开<br/>三、申请<br />四、复议<BR>", "", "html"),
        ("Warning: x in y.php\n<html><body>a", ".html", "html"),
        ("<% page %>\n<html>", "", "html"),
        ("<html><body>报告".encode("gbk"), ".htm", "html"),
        ("<html><body>报告".encode("utf-16"), ".htm", "html"),
        ("<html><body>报告".encode("utf-16-le"), ".htm", "html"),
        ("\ufeff<html><body>报告".encode("utf-16-be"), ".htm", "html"),
        ("<!--" + "注" * 9000 + "--><body>", "", "html"),
        (MHTML, ".mht", "mhtml"),
        (MHTML.encode("gbk"), ".doc", "mhtml"),
        ("\r\nMIME-Version: 1.0\nContent-Type: text/html; charset=gb2312\n\n<html>", ".mhtml", "mhtml"),
        (b"%PDF-1.4\n", ".txt", "pdf"),
        (b"\n\0junk\n%PDF-1.7\n1 0 obj", "", "pdf"),
        (packed("[Content_Types].xml", "word/document.xml"), ".zip", "docx"),
        (packed("[Content_Types].xml", "Word/Document.xml"), "", "docx"),
        (packed("[Content_Types].xml", "word\\document.xml"), "", "docx"),
        (packed("xl/workbook.xml"), ".docx", "xlsx"),
        (content_types("openxmlformats-officedocument.wordprocessingml.document.main+xml"), "", "docx"),
        (content_types("ms-word.document.macroEnabled.main+xml"), "", "docx"),
        (content_types("openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), "", "xlsx"),
        (packed("a.txt", "b/word/document.xml"), ".docx", "zip"),
        (packed(), ".zip", "zip"),
    ],
)
def test_what_is_read(data: bytes | str, suffix: str, found: str) -> None:
    assert sniff(data.encode() if isinstance(data, str) else data, suffix) == found


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (b"\xef\xbb\xbf\n", "is empty"),
        ("\ufeff \r\n".encode("utf-16-le"), "is empty"),
        ("\u3000\xa0\n".encode("utf-16"), "is empty"),
        (compound("WordDocument", "1Table"), r"old Word or WPS file \(.doc, .wps\); save it as .docx"),
        (compound("Workbook"), r"old Excel or WPS file \(.xls, .et\); save it as .xlsx"),
        (compound("WordDocument", "Workbook"), "old Word"),
        (compound("Workbook", "WordDocument"), "old Excel"),
        (compound("EncryptionInfo", "EncryptedPackage"), "is encrypted; save it without a password"),
        (compound("DataSpaces", "WordDocument", "EncryptedPackage"), "encrypted"),
        (compound("PowerPoint Document"), "slide show"),
        (compound("其他"), "old Office file"),
        (b"{\\rtf1\\ansi", "is an RTF file; save it as .docx"),
        (packed("mimetype", mimetype="application/vnd.oasis.opendocument.text"), r"\.odt\); save"),
        (packed("mimetype", mimetype="application/vnd.oasis.opendocument.spreadsheet"), r"\.ods\); save"),
        (packed("mimetype", mimetype="application/vnd.oasis.opendocument.graphics"), "OpenDocument"),
        (packed("mimetype", mimetype="application/epub+zip"), "EPUB"),
        (packed("OFD.xml", "Doc_0/Document.xml"), "OFD"),
        (packed("xl/workbook.bin"), "xlsb"),
        (content_types("ms-excel.sheet.binary.macroEnabled.main"), "xlsb"),
        (packed("ppt/presentation.xml"), "slide show"),
        (b"PK\x03\x04" + b"\0" * 40, "damaged or cut-off zip"),
        (b"Rar!\x1a\x07\x01\0", "RAR archive; unpack it, or pack it as .zip"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "7z archive"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"BZh91AY&SY", "bzip2"),
        (b"\xfd7zXZ\0", "xz"),
        (b"a.txt".ljust(257, b"\0") + b"ustar\x0000", "tar archive"),
        ('<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>', "Word 2003 XML"),
        ('<?xml version="1.0"?><pkg:package xmlns:pkg="x">', "Flat OPC"),
        (
            '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "Excel 2003",
        ),
        ("Received: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\nbody", "e-mail"),
    ],
)
def test_what_is_known_but_not_read_is_named_with_what_to_do(data: bytes | str, message: str) -> None:
    with pytest.raises(UnreadableDocument, match=message) as error:
        sniff(data.encode() if isinstance(data, str) else data)
    assert not isinstance(error.value, NoDocument)
    assert ";" in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF", r"picture \(JPEG\)"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"GIF89a\x01\0", "GIF"),
        (b"BM\x36\0\0\0\0\0\0\0", "BMP"),
        (b"II*\0", "TIFF"),
        (b"RIFF\0\0\0\0WEBP", "WebP"),
        (b"RIFF\0\0\0\0WAVE", "sound"),
        (b"\0\0\0\x20ftypheic", "HEIF"),
        (b"\0\0\0\x20ftypisom", "video"),
        (b"ID3\x04\0", "sound"),
        (b"MZ\x90\0", "program"),
        (b"\x7fELF", "program"),
        (b"wOFF\0\x01", "font"),
        (b"SQLite format 3\0", "database"),
        (b"ITSF\x03\0\0\0", "CHM"),
        (packed("META-INF/MANIFEST.MF", "A.class"), "program"),
        (b'<?xml version="1.0"?><svg xmlns="x">', "SVG"),
        (b'<?xml version="1.0"?><settings/>', "XML"),
    ],
)
def test_what_can_hold_no_report(data: bytes, message: str) -> None:
    with pytest.raises(NoDocument, match=message):
        sniff(data, ".docx")


@pytest.mark.parametrize(
    ("data", "suffix", "found"),
    [
        (b"<html>", ".aspx", "html"),
        (b"<!doctype html>", "", "html"),
        (b"%PDF-1.5", "", "pdf"),
        (packed("word/document.xml"), ".tmp", "docx"),
        (packed("a.txt"), "", "zip"),
        ("文字".encode(), ".txt", "text"),
        (b"a<br>b<br>c<br>d<br>", ".html", "html"),
        (b"var a = 1;", ".js", None),
        (b"document.write('</p></div></td></tr></p>')", ".js", None),
        (b"body {color: red}", ".css", None),
        (b'{"a": 1}', ".json", None),
        ("文字".encode(), "", None),
        (b"", ".log", None),
        (b"\xff\xd8\xff", ".pdf", None),
    ],
)
def test_in_a_folder_the_name_decides_on_texts(data: bytes, suffix: str, found: str | None) -> None:
    if found is None:
        with pytest.raises(NoDocument):
            sniff_in_folder(data, suffix)
    else:
        assert sniff_in_folder(data, suffix) == found


@pytest.mark.parametrize("data", [compound("WordDocument"), b"{\\rtf1"])
def test_what_is_not_read_is_heard_of_in_a_folder_too(data: bytes) -> None:
    for suffix in (".doc", ".dat", ""):
        with pytest.raises(UnreadableDocument) as error:
            sniff_in_folder(data, suffix)
        assert not isinstance(error.value, NoDocument)


def test_suffixes_of_documents() -> None:
    assert all(readable_suffix(s) for s in (".txt", ".DOCX", ".pdf", ".htm", ".wps", ".ofd", ".zip", ".csv"))
    assert not any(readable_suffix(s) for s in ("", ".js", ".css", ".json", ".png", ".aspx", ".log", "txt"))


def test_limits_of_a_package_are_those_of_the_caller() -> None:
    data = packed(*(f"{i}.txt" for i in range(20)))
    with pytest.raises(UnreadableDocument, match="--limit members"):
        sniff(data, limits=Limits(members=10))


@pytest.mark.parametrize(
    "unit", [b"<!--", b"<?", b"<", b"\n ", b"<!-- -->", b"</p", b"<!doctype ", b"Content-Type: \n", b"\xe4"]
)
def test_endless_beginnings_end(unit: bytes) -> None:
    assert sniff(unit * 500_000 + b"x") in ("text", "html")
