import pytest

from telusur.reading.archives import libarchive_calls


@pytest.fixture
def no_libarchive(monkeypatch):
    """As on a machine without it."""
    monkeypatch.setattr(libarchive_calls, "library", lambda: None)
