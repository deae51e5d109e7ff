"""Time stamps of a local ``openssl ts`` server, also verified with openssl itself."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from time_server import OPENSSL, TimeServer, make_authority

from telusur.custody.timestamp import (
    ask,
    check_stamp,
    imprint_of,
    read_certificates,
    request_for,
)
from telusur.errors import EvidenceError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

NOTE = "telusur.case/1\n1\nAAAA\n\n\u2014 telusur.case/1 AAAA\n"


def test_a_server_stamps_a_checkpoint(time_server: TimeServer) -> None:
    response = ask(time_server.url, request_for(NOTE))
    roots = read_certificates(time_server.ca.read_bytes())
    stamp = check_stamp(response, NOTE, roots)
    assert stamp.trusted
    assert abs(stamp.time - datetime.now(UTC)) < timedelta(minutes=5)
    assert not check_stamp(response, NOTE).trusted
    assert len(imprint_of(response)) == 32


def test_openssl_finds_the_stamp_valid(time_server: TimeServer, tmp_path: Path) -> None:
    (tmp_path / "note").write_text(NOTE, encoding="utf-8")
    (tmp_path / "tsr").write_bytes(time_server.reply(request_for(NOTE)))
    assert OPENSSL
    told = subprocess.run(
        [OPENSSL, "ts", "-verify", "-data", "note", "-in", "tsr", "-CAfile", time_server.ca],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Verification: OK" in told.stdout + told.stderr


def test_a_stamp_of_other_bytes_is_found(time_server: TimeServer) -> None:
    response = time_server.reply(request_for(NOTE))
    with pytest.raises(EvidenceError, match="other bytes") as told:
        check_stamp(response, NOTE.replace("AAAA", "BBBB"))
    assert told.value.code == "time-stamp-invalid"


def test_a_stamp_of_another_authority_is_found(time_server: TimeServer, tmp_path: Path) -> None:
    make_authority(tmp_path)
    response = time_server.reply(request_for(NOTE))
    with pytest.raises(EvidenceError, match="do not vouch"):
        check_stamp(response, NOTE, read_certificates((tmp_path / "ca.pem").read_bytes()))


def test_an_altered_stamp_is_found(time_server: TimeServer) -> None:
    response = time_server.reply(request_for(NOTE))
    roots = read_certificates(time_server.ca.read_bytes())
    year = f"{datetime.now(UTC):%Y}".encode()
    assert year in response
    redated = response.replace(b"\x18\x0f" + year, b"\x18\x0f2019", 1)
    assert redated != response
    with pytest.raises(EvidenceError):
        check_stamp(redated, NOTE, roots)


@pytest.mark.parametrize("response", [b"", b"<html>", bytes(100)])
def test_what_is_no_response_is_said(response: bytes) -> None:
    with pytest.raises(EvidenceError, match="no time stamp") as told:
        imprint_of(response)
    assert told.value.code == "time-stamp-refused"


def test_a_server_that_is_not_there(time_server: TimeServer) -> None:
    with pytest.raises(EvidenceError, match="did not answer"):
        ask("http://127.0.0.1:1/", b"")


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://x/", "x"])
def test_only_the_web_is_asked(url: str) -> None:
    with pytest.raises(UsageError, match="no web address"):
        ask(url, b"")


def test_what_is_no_certificate() -> None:
    with pytest.raises(UsageError, match="no certificate"):
        read_certificates(b"nothing")
