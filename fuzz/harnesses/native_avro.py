"""Avro files to their records, through fastavro."""

from __future__ import annotations

from fuzz import support
from fuzz.harnesses import binary_avro
from telusur.reading import avro

PARSER = "Avro records through fastavro (`avro/`)"
KIND = "native"
MOST_BYTES = 700


def one(data: bytes) -> None:
    """Read as an Avro file, whatever it is."""
    avro.recognises(support.head(data))
    if data:  # an empty file is told before any reader is asked
        support.read_binary(avro, data)


def seeds() -> list[bytes]:
    """A file in each codec."""
    return [binary_avro.written(codec) for codec in ("null", "deflate", "bzip2", "xz")]
