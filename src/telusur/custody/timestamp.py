"""RFC 3161 time stamps over checkpoints: what even the holder of the signing key cannot redate.

A server signs the SHA-256 of a checkpoint together with its own time. It is asked only where its
address is given; without a network the request is written to a file, carried to the server by
other means, and the response brought back.
"""

from __future__ import annotations

import hashlib
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from telusur.custody.der import certificates_sorted
from telusur.errors import EvidenceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

REQUEST_TYPE = "application/timestamp-query"  # RFC 3161, section 3.4
PATIENCE = 30.0  # seconds until a server is given up
LARGEST_RESPONSE = 1 << 20  # bytes; tokens with a chain of certificates are some kilobytes
GRANTED = 0  # RFC 3161, PKIStatus


@dataclass(frozen=True)
class Stamp:
    """What a time stamp says, once it was checked.

    Attributes:
        time: of the server's clock, UTC.
        serial: the server's number of the stamp.
        trusted: whether the signature and the certificate were followed to a root that was given;
            if not, only the bytes that it stamps were compared.
    """

    time: datetime
    serial: str
    trusted: bool


def request_for(note: str) -> bytes:
    """A request (DER) to stamp a checkpoint, with a nonce, asking for the certificate."""
    builder = TimestampRequestBuilder().data(note.encode()).hash_algorithm(HashAlgorithm.SHA256)
    return builder.nonce(nonce=True).cert_request(cert_request=True).build().as_bytes()


def ask(url: str, request: bytes) -> bytes:
    """The response (DER) of a time-stamping server.

    Raises:
        UsageError: ``time-stamp-url``.
        EvidenceError: ``time-stamp-refused`` when the server cannot be reached or does not answer.
    """
    if urlsplit(url).scheme not in {"http", "https"}:
        raise UsageError("time-stamp-url", "the server's address is no web address", got=url)
    asked = urllib.request.Request(  # noqa: S310  # the scheme was looked at
        url, data=request, headers={"Content-Type": REQUEST_TYPE}, method="POST"
    )
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
            response: bytes = answer.read(LARGEST_RESPONSE + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise EvidenceError(
            "time-stamp-refused",
            "the time-stamping server did not answer",
            got=type(error).__name__,
            hint="write the request with --request, and bring the response with --response",
        ) from None
    return response


def imprint_of(response: bytes) -> bytes:
    """The hash that a response stamps.

    Raises:
        EvidenceError: ``time-stamp-refused``.
    """
    return _granted(response).tst_info.message_imprint.message


def check_stamp(response: bytes, note: str, roots: Sequence[x509.Certificate] = ()) -> Stamp:
    """That a response stamps this checkpoint, and with roots given, that they vouch for it.

    Raises:
        EvidenceError: ``time-stamp-refused`` when the server granted none, ``time-stamp-invalid``
            when it is of other bytes or its signature does not hold.
    """
    granted = _granted(response)
    info = granted.tst_info
    if info.message_imprint.message != hashlib.sha256(note.encode()).digest():
        raise _invalid("it stamps other bytes")
    if roots:
        builder = VerifierBuilder()
        for certificate in roots:
            builder = builder.add_root_certificate(certificate)
        try:
            builder.build().verify_message(granted, note.encode())
        except (VerificationError, ValueError):
            raise _invalid("the certificates given do not vouch for its signature") from None
    return Stamp(info.gen_time, str(info.serial_number), bool(roots))


def read_certificates(pem: bytes) -> list[x509.Certificate]:
    """The certificates in a PEM file.

    Raises:
        UsageError: ``not-a-certificate``.
    """
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError:
        found = []
    if not found:
        raise UsageError(
            "not-a-certificate", "the file holds no certificate", expected="PEM, as servers publish"
        )
    return found


def _granted(response: bytes) -> TimeStampResponse:
    try:
        decoded = decode_timestamp_response(certificates_sorted(response))
        status = decoded.status
    except ValueError:
        status = None
    if status != GRANTED or len(response) > LARGEST_RESPONSE:
        raise EvidenceError(
            "time-stamp-refused",
            "the response holds no time stamp",
            got="bytes that are no response" if status is None else f"status {status}",
            expected="status 0, granted",
        )
    return decoded


def _invalid(why: str) -> EvidenceError:
    return EvidenceError("time-stamp-invalid", "a time stamp does not hold", got=why)
