"""Workbooks, through calamine."""

from __future__ import annotations

import io
import zipfile

from fuzz import support
from telusur.reading import workbook

PARSER = "workbooks through calamine (`workbook/`)"
KIND = "native"
MOST_BYTES = 2500

_PARTS = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
          "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "content.xml")  # fmt: skip
_CUT = b"\n\x01\n"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def one(data: bytes) -> None:
    """Parts of an office file between marks, packed here; what begins as an old one stays."""
    raw = data if data.startswith(_OLE) else packed(data)
    workbook.recognises(support.head(raw))
    support.read_binary(workbook, raw)


def packed(data: bytes) -> bytes:
    """The parts as an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if b"office:spreadsheet" in data:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        for name, part in zip(_PARTS, data.split(_CUT), strict=False):
            if part:
                archive.writestr(name, part)
    return out.getvalue()


def seeds() -> list[bytes]:
    """One sheet, as XLSX and as ODS, and a beginning of an XLS."""
    rels = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        b"",
        b'<workbook xmlns:r="'
        + rels
        + b'"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
        b"</workbook>",
        b'<Relationships><Relationship Id="r1" Type="' + rels + b'/worksheet" '
        b'Target="worksheets/sheet1.xml"/></Relationships>',
        b'<sst count="2"><si><t>id</t></si><si><r><t>na</t></r><r><t>me</t></r></si></sst>',
        b'<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy"/></numFmts><cellXfs>'
        b'<xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        b'<worksheet><dimension ref="A1:B2"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>'
        b'<c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr">'
        b'<is><t>Ayu</t></is></c><c r="C2" s="1"><f>NOW()</f><v>44000</v></c></row></sheetData></worksheet>',
    )
    ods = (
        b'<office:document-content><office:spreadsheet><table:table table:name="T"><table:table-row>'
        b'<table:table-cell office:value-type="string"><text:p>id</text:p></table:table-cell>'
        b'<table:table-cell table:number-columns-repeated="2" office:value-type="float" '
        b'office:value="1"/></table:table-row></table:table></office:spreadsheet></office:document-content>'
    )
    old = (
        _OLE
        + bytes(16)
        + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0"
        + bytes(40)
        + "Workbook".encode("utf-16-le")
    )
    return [_CUT.join(parts), _CUT.join([b"", *[b""] * 6, ods]), old]
