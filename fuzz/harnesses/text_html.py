"""Tables of a web page."""

from __future__ import annotations

from fuzz import support
from telusur.reading.xml import page

PARSER = "tables of a web page (`xml/page.py`, on Python's own HTML parser)"
KIND = "own"
MOST_BYTES = 300


def one(data: bytes) -> None:
    """Read as a page, whatever it is."""
    page.recognises(data)
    support.read_text(page, data)


def seeds() -> list[bytes]:
    """Pages with tables, closed and not."""
    return [
        b"<!doctype html><p>t<table><tr><th>id<th>name<tr><td>1<td colspan=2>Ayu<br>B</table>x",
        b"<html><table><tr><td>a<table><tr><td>1</td></tr></table></td></tr></table>",
        b"<table><tr><td>1</td><td>&amp;&#x41;</td></tr><tr><td>2<script>x</script></table><table>",
        b"<table><td>1<td>2<tr><td colspan=9999>3<!-- x --><td colspan=-1>",
    ]
