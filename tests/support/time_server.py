"""An RFC 3161 server on this machine: ``openssl ts`` behind HTTP, under an invented authority."""

from __future__ import annotations

import shutil
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OPENSSL = shutil.which("openssl")
TSA_SETTINGS = """
[tsa]
default_tsa = tsa1
[tsa1]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/ca.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
[extensions]
extendedKeyUsage = critical,timeStamping
"""


@dataclass(frozen=True)
class TimeServer:
    """``openssl ts`` behind HTTP."""

    url: str
    ca: Path
    reply: Callable[[bytes], bytes]


def _openssl(*arguments: str | Path, folder: Path) -> None:
    assert OPENSSL
    subprocess.run([OPENSSL, *arguments], cwd=folder, check=True, capture_output=True)


def make_authority(folder: Path) -> None:
    """A root, and a certificate under it that may stamp time."""
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(TSA_SETTINGS.format(folder=folder))
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    ca = ("-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Invented root", "-days", "3650")
    _openssl("req", "-x509", *key, *ca, folder=folder)
    rsa = ("-newkey", "rsa:2048", "-nodes")
    asked = ("-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Invented time server")
    _openssl("req", "-new", *rsa, *asked, folder=folder)
    signing = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "3650")
    extra = ("-extfile", "tsa.cnf", "-extensions", "extensions", "-out", "tsa.pem")
    _openssl("x509", "-req", "-in", "tsa.csr", *signing, *extra, folder=folder)


@contextmanager
def serving(folder: Path) -> Iterator[TimeServer]:
    """A server of its own authority, made in the folder."""
    make_authority(folder)

    def reply(request: bytes) -> bytes:
        (folder / "in.tsq").write_bytes(request)
        asked = ("-config", "tsa.cnf", "-queryfile", "in.tsq", "-out", "out.tsr")
        _openssl("ts", "-reply", *asked, folder=folder)
        return (folder / "out.tsr").read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            answer = reply(asked)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *given: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield TimeServer(f"http://127.0.0.1:{server.server_port}/", folder / "ca.pem", reply)
    server.shutdown()
    server.server_close()
    thread.join()
