"""Whatever is packed in any form, and split anywhere, is read back equal."""

import tarfile
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packers import STREAMS, tarred, zipped

SETTINGS = settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FORMS = {
    "zip, stored": lambda files: zipped(files, zipfile.ZIP_STORED),
    "zip, deflated": zipped,
    "zip, bzip2": lambda files: zipped(files, zipfile.ZIP_BZIP2),
    "zip, lzma": lambda files: zipped(files, zipfile.ZIP_LZMA),
    "tar, ustar": lambda files: tarred(files, tarfile.USTAR_FORMAT),
    "tar, pax": tarred,
    "tar, gnu": lambda files: tarred(files, tarfile.GNU_FORMAT),
    "tar, gzip": lambda files: STREAMS["gzip"](tarred(files)),
    "tar, zstd": lambda files: STREAMS["zstd"](tarred(files)),
}
PLAIN_TAR = ("tar, ustar", "tar, pax", "tar, gnu")
# Names of members: long, of other scripts, with what separates folders elsewhere.
NAMES = st.lists(
    st.text(st.sampled_from("ab é山\\.-_"), min_size=1, max_size=9).filter(
        lambda one: one.strip(". ")
    ),
    min_size=1,
    max_size=3,
    unique=True,
)


def members(names):
    return [
        (f"{at}/{name}", f"id,nama\n{at}1,Ani {at}\n{at}2,Budi\n".encode())
        for at, name in enumerate(names, start=1)
    ]


def rows(names):
    return [
        row
        for at in range(1, len(names) + 1)
        for row in ((f"{at}1", f"Ani {at}"), (f"{at}2", "Budi"))
    ]


@pytest.mark.parametrize("form", FORMS)
@SETTINGS
@given(names=NAMES, data=st.data())
def test_packed_and_split_anywhere(read, form, names, data):
    raw = FORMS[form](members(names))
    assert read(("d", raw)).values() == rows(names)
    # the first part is recognised by itself: a TAR archive's first header is a block long
    first = data.draw(st.integers(512 if form in PLAIN_TAR else 30, len(raw) - 1))
    second = data.draw(st.integers(first, len(raw)))
    parts = [part for part in (raw[:first], raw[first:second], raw[second:]) if part]
    dump = read(*((f"d.{at:03}", part) for at, part in enumerate(parts, start=1)))
    assert dump.values() == rows(names)
    assert "joined" in {notice.code for notice in dump.receipt.files[0].warnings}
