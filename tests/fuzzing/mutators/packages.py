"""Changes to zip files: the XML of their parts, their members, and their directory."""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections.abc import Sequence

from tests.fuzzing.mutators import hostile
from tests.fuzzing.mutators.markup import change_markup, mutate_page
from tests.fuzzing.mutators.plain import mutate_bytes, mutate_text

Parts = list[tuple[str, bytes]]

DOCX_TOKENS = (
    '<w:gridSpan w:val="3"/>', '<w:gridSpan w:val="1000000"/>', '<w:vMerge/>', '<w:vMerge w:val="restart"/>', '<w:gridBefore w:val="60000"/>', "<w:tr><w:tc><w:p/></w:tc></w:tr>",
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>指标</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", "<w:p>", "</w:p>", "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>",
    '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>', '<w:pPr><w:numPr><w:ilvl w:val="12"/><w:numId w:val="99"/></w:numPr></w:pPr>',
    '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>', '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "<w:r><w:instrText>PAGE</w:instrText></w:r>", '<w:r><w:footnoteReference w:id="1"/></w:r>', '<w:r><w:footnoteReference w:id="x"/></w:r>',
    '<w:ins w:id="1"><w:r><w:t>9</w:t></w:r></w:ins>', "<w:del><w:r><w:delText>9</w:delText></w:r></w:del>", '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
    '<w:r><w:sym w:char="GGGG"/></w:r>', "<w:sdt><w:sdtContent><w:p><w:r><w:t>12</w:t></w:r></w:p></w:sdtContent></w:sdt>", "<w:rPr><w:vanish/></w:rPr>",
    "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>", "<w:altChunk/>", "<w:smartTag><w:r><w:t>3</w:t></w:r></w:smartTag>",
    "<w:noBreakHyphen/>", "<w:ruby><w:rt/><w:rubyBase/></w:ruby>", "<w:sectPr/>", "<!--x-->", "<![CDATA[x]]>", "<?x?>", "&#0;", "&#12;", "&x;", "<!DOCTYPE x>", "<w:hyperlink>",
    '<w:start w:val="-5"/>', '<w:numFmt w:val="chineseCounting"/>', '<w:lvlText w:val="%1.%9（%%"/>', '<w:basedOn w:val="Normal"/>', '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="99999999999"/></w:lvlOverride>',
)  # fmt: skip
XLSX_TOKENS = (
    '<mergeCell ref="A1:XFD1048576"/>', '<mergeCell ref="B2:A1"/>', '<mergeCell ref="x"/>', '<c r="ZZZ99999999" t="n"><v>1</v></c>', '<c r="B2"><v>1e999</v></c>',
    '<c t="s"><v>99999</v></c>', '<c t="s"><v>-1</v></c>', '<c t="e"><v>#REF!</v></c>', '<c t="d"><v>2023-13-45</v></c>', '<c t="b"><v>2</v></c>', '<c s="9999"><v>3</v></c>',
    '<c t="inlineStr"><is><r><t>某</t></r><rPh><t>x</t></rPh></is></c>', '<c t="str"><f>A1</f><v>_x000D__xD800_</v></c>', '<row r="1048577"/>', '<row hidden="1">', '<row r="-1">', "</row>",
    '<col min="1" max="99999999" hidden="1"/>', '<col min="5" max="2" hidden="1"/>', '<numFmt numFmtId="165" formatCode="[$-804]yyyy年m月d日;@"/>', '<numFmt numFmtId="0" formatCode="0.00E+00%"/>',
    '<numFmt numFmtId="14" formatCode="[DBNum2]0&quot;"/>', '<numFmt numFmtId="9" formatCode="# ?/???;;"/>', '<xf numFmtId="165"/>', "<f>1+1</f>", "<v>45000.5</v>", "<v>-0.5</v>", "<v>1e308</v>",
    '<sheet name="x" sheetId="1" r:id="rId1"/>', '<si><t>_x005F_</t></si>', '<workbookPr date1904="1"/>', "<![CDATA[x]]>", "<!DOCTYPE x>", "&x;", "&#0;", '<sheetPr><tabColor/></sheetPr>',
)  # fmt: skip
_ATTRIBUTES = (
    "r",
    "s",
    "t",
    "ref",
    "w:val",
    "hidden",
    "min",
    "max",
    "w:id",
    "numFmtId",
    "formatCode",
    "w:type",
    "xml:space",
    "Target",
)
_NAMES = ("word/document.xml", "word/numbering.xml", "word/footnotes.xml", "word/header1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "../x.txt", "/a.html", "a\\b.pdf", "x.zip",
    "C:\\x.txt", "某局2022年度报告.txt", "a\x00b.txt", ".hidden.txt", "~$a.docx", "__MACOSX/a.txt", "a/", "", "a\u202eb.csv", "a" * 300 + ".html", "mimetype", "[Content_Types].xml")  # fmt: skip


def unpack(data: bytes) -> Parts | None:
    """The members of a zip file in order; None where it is none any more."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > 5_000_000:
                return None
            return [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:  # whatever a changed file makes of it
        return None


def pack(parts: Parts, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these members."""
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", compression) as archive:
        warnings.simplefilter("ignore")  # names that are there twice are meant
        for name, data in parts:
            info = zipfile.ZipInfo(name[:60_000] or "x")
            info.compress_type = compression
            archive.writestr(info, data)
    return stream.getvalue()


def mutate_docx(data: bytes, rng: random.Random) -> bytes:
    """A Word file with its XML or its parts changed."""
    return _mutate_office(data, rng, DOCX_TOKENS)


def mutate_xlsx(data: bytes, rng: random.Random) -> bytes:
    """A workbook with its XML or its parts changed."""
    return _mutate_office(data, rng, XLSX_TOKENS)


def _mutate_office(data: bytes, rng: random.Random, tokens: Sequence[str]) -> bytes:
    parts = unpack(data)
    if not parts:
        return mutate_bytes(data, rng)
    if rng.random() < 0.08:
        return _mutate_directory(parts, rng)
    # The larger a part, the more there is to change in it; the small ones hold the package together.
    weights = [len(content) ** 0.5 + 5 for _, content in parts]
    at = rng.choices(range(len(parts)), weights)[0]
    name, content = parts[at]
    if rng.random() < 0.04:
        content = mutate_bytes(content, rng)
    else:
        text = content.decode("utf-8", "surrogateescape")
        for _ in range(rng.choice((1, 1, 2, 4))):
            text = change_markup(text, rng, tokens, _ATTRIBUTES, whole=True)[:2_000_000]
        encoding = "utf-16" if rng.random() < 0.01 else "utf-8"
        content = text.encode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")
    parts[at] = (name, content)
    return pack(parts)


def mutate_archive(data: bytes, rng: random.Random) -> bytes:
    """An archive with its members or their names changed."""
    parts = unpack(data)
    if not parts:
        return mutate_bytes(data, rng)
    if rng.random() < 0.5:
        return _mutate_directory(parts, rng)
    at = rng.randrange(len(parts))
    name, content = parts[at]
    change = mutate_archive if name.endswith(".zip") else rng.choice((mutate_bytes, mutate_text, mutate_page))
    parts[at] = (name, change(content, rng))
    return pack(parts)


def _mutate_directory(parts: Parts, rng: random.Random) -> bytes:
    at = rng.randrange(len(parts))
    match rng.randrange(7):
        case 0:
            parts[at] = (rng.choice(_NAMES), parts[at][1])
        case 1:
            parts[at] = (parts[at][0], rng.choice(parts)[1])
        case 2:
            parts = hostile.rearranged(parts, rng)[:500]
        case 3:
            return pack(parts, zipfile.ZIP_STORED)
        case 4:
            parts.append((rng.choice(_NAMES), pack(parts)))
        case 5:
            name = parts[at][0]
            parts[at] = (name + rng.choice(("", " ", ".zip", "\x01", "\u200b", "/")), parts[at][1])
        case _:
            return _change_header(pack(parts), rng)
    return pack(parts)


def _change_header(data: bytes, rng: random.Random) -> bytes:
    """A number in a header of a member, the directory or its end changed."""
    signature = rng.choice((b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"))
    places = [i for i in range(len(data)) if data.startswith(signature, i)]
    if not places:
        return data
    at = rng.choice(places) + rng.randrange(4, 46)
    value = rng.choice(
        (b"\0", b"\x01", b"\xff", b"\0\0", b"\xff\xff", b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f")
    )
    return data[:at] + value + data[at + len(value) :]
