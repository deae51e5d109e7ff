"""XML of records and tables of web pages; the XML parser itself is expat."""

from __future__ import annotations

from fuzz import support
from telusur.reading import xml

PARSER = "XML through expat, HTML (`xml/`)"
KIND = "native"
MOST_BYTES = 500


def one(data: bytes) -> None:
    """Told, and read whether told or not."""
    xml.recognises(support.head(data))
    support.read_text(xml, data)


def seeds() -> list[bytes]:
    """Records of several tools, pages, and what is refused."""
    return [
        b'<?xml version="1.0"?><mysqldump><database name="d"><table_structure name="t">'
        b'<field Field="id" Type="int" Key="PRI"/></table_structure><table_data name="t"><row>'
        b'<field name="id">1</field><field name="n" xsi:nil="true"/></row></table_data>'
        b"</database></mysqldump>",
        b"<users><user id='1'><name>Ayu</name><a><b>x</b></a></user><user id='2'/></users>",
        b"<row><id>1</id></row>\n<row><id>2</id></row>\n<row><id>",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        b"<!doctype html><p>t<table><tr><th>id<th>name<tr><td>1<td colspan=2>Ayu<br>B</table>x",
        b"<html><table><tr><td><table><tr><td>1</td></tr></table></td></tr></table>",
        b"<r><i><a>&lt;&#65;</a></i><i><a><![CDATA[x]]></a></i></r>",
    ]
