"""Files that end a native library's process: fuzzing found them, the parent reports them.

They are kept here and not in ``fuzz/crashes/``, whose inputs are replayed without a child.
"""

import pytest

from telusur.errors import EvidenceError

# A cabinet that is cut in its only block, which says that it holds more than it does: libarchive
# 3.6 ends with a segmentation fault at it.
CABINET = bytes.fromhex(
    "4d5343460000000058000000000000002c0000000000000003010100010000000000000042000000"
    "010000000e000000000000000000005000002000612e6373760000e000000e00260069642c6e616d"
    "650a31"
)


def test_the_parent_outlives_a_cabinet_that_ends_libarchive(read, work, capfd):
    with pytest.raises(EvidenceError) as caught:
        read(CABINET)
    # another release of the library may refuse the file instead
    assert caught.value.code in {"reader-crashed", "broken-archive"}
    assert "dump0.csv" in str(caught.value)
    assert list(work.iterdir()) == []
    assert "id,nam" not in "".join(capfd.readouterr())
