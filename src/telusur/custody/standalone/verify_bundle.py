#!/usr/bin/env python3
"""Check an exported custody log. Needs Python 3.9 or newer and `cryptography` 42 or newer.

    python verify_bundle.py [BUNDLE] [--key KEY] [--checkpoint FILE] [--tsa-ca PEM]

BUNDLE is the zip file, or the folder it was unpacked to (default: where this script lies). It
shares no code with the program that wrote the bundle. What is checked, in this order:

1. every checkpoint is signed with the log's key, and number i is of size i;
2. the tree hash (RFC 6962) over the first i entries is the one that checkpoint i signs;
3. every entry carries its own place in the log; the first one names the key;
4. time stamps (RFC 3161) are the log's, over its checkpoints, signed by their certificate, which
   with --tsa-ca must be issued under one that you trust;
5. receipts are the log's, and their signatures hold.

Without --key (the key as you know it from elsewhere) a wholly new log with a new key would pass. A
log put back to an older state, or written anew with the same key, shows only against a --checkpoint
that you kept, or against a time stamp.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import zipfile
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

SHA256 = bytes.fromhex("608648016503040201")  # object identifiers in DER
SHA384, SHA512 = SHA256[:-1] + b"\x02", SHA256[:-1] + b"\x03"
HASHES = {SHA256: hashes.SHA256(), SHA384: hashes.SHA384(), SHA512: hashes.SHA512()}
MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
UTC = timezone.utc  # noqa: UP017  # datetime.UTC is of Python 3.11
SET, TAG_0 = b"\x31", 0xA0
STAMPED, RECEIPT = "checkpoint-time-stamped", "receipt-signed"
BAD = (ValueError, KeyError, IndexError, TypeError, x509.ExtensionNotFound)


class Failed(Exception):
    """A check does not hold."""


def need(holds: object, why: str) -> None:
    """Stop where something does not hold."""
    if not holds:
        raise Failed(why)


def say(mark: str, text: str) -> None:
    """One line; whatever the bundle holds, it cannot steer the terminal."""
    line = "".join(sign if sign.isprintable() else "?" for sign in f"{mark}  {text}")
    sys.stdout.write(line.encode("ascii", "backslashreplace").decode() + "\n")


def load(bundle: Path) -> dict[str, bytes]:
    """Every file of the bundle."""
    if bundle.is_dir():
        paths = [path for path in bundle.rglob("*") if path.is_file()]
        return {path.relative_to(bundle).as_posix(): path.read_bytes() for path in paths}
    with zipfile.ZipFile(bundle) as archive:
        names = archive.namelist()
        need(len(set(names)) == len(names), "the zip file holds one name twice")
        return {name: archive.read(name) for name in names}


def read_key(text: str) -> tuple[str, bytes, bytes]:
    """Name, four bytes of key hash, raw key: NAME+HASH+BASE64 as in C2SP signed-note."""
    name, hashed, encoded = text.strip().split("+", 2)
    tagged = base64.b64decode(encoded, validate=True)
    made = hashlib.sha256(name.encode() + b"\n" + tagged).digest()[:4]
    need(tagged[:1] == b"\x01" and made.hex() == hashed, "the public key is damaged")
    return name, made, tagged[1:]


def signed_by(raw: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature holds."""
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def open_checkpoint(note: str, key: tuple[str, bytes, bytes]) -> tuple[int, bytes]:
    """Size and root of a signed checkpoint (C2SP tlog-checkpoint)."""
    name, key_hash, raw = key
    text, _, tail = note.rpartition("\n\n")
    text += "\n"
    signatures = [line[2:].split(" ") for line in tail.strip("\n").split("\n")]
    ours = [base64.b64decode(words[1]) for words in signatures if words[0] == name]
    holds = [one for one in ours if one[:4] == key_hash and signed_by(raw, one[4:], text.encode())]
    need(holds, "its signature does not hold")
    origin, size, root = text.split("\n")[:3]
    need(origin == name, "it is of another log")
    return int(size), base64.b64decode(root)


def tree_roots(lines: list[bytes]) -> list[bytes]:
    """The RFC 6962 root after each entry."""
    peaks: list[bytes] = []  # roots of the full subtrees, the largest first
    found = []
    for size, line in enumerate(lines, start=1):
        peaks.append(hashlib.sha256(b"\x00" + line).digest())
        merges = size
        while merges % 2 == 0:
            right = peaks.pop()
            peaks[-1] = hashlib.sha256(b"\x01" + peaks[-1] + right).digest()
            merges //= 2
        root = peaks[-1]
        for peak in reversed(peaks[:-1]):
            root = hashlib.sha256(b"\x01" + peak + root).digest()
        found.append(root)
    return found


def split_notes(text: str) -> list[str]:
    """Checkpoints: an empty line within each, and one between two."""
    pieces = text.rstrip("\n").split("\n\n")
    return ["\n\n".join(pieces[n : n + 2]) + "\n" for n in range(0, len(pieces), 2)]


def check_log(files: dict[str, bytes], key: tuple[str, bytes, bytes]) -> list[dict[str, Any]]:
    """Steps 1 to 3; the entries."""
    notes = split_notes(files["log/checkpoints.txt"].decode())
    lines = files["log/entries.jsonl"].split(b"\n")
    need(lines.pop() == b"", "the log does not end with a line break")
    roots, entries = tree_roots(lines), []
    for place, note in enumerate(notes):
        try:
            size, root = open_checkpoint(note, key)
            need(size == place + 1, f"it is of size {size}")
        except (Failed, ValueError, IndexError) as error:
            raise Failed(f"checkpoint of size {place + 1}: {error}") from None
        need(place < len(lines), f"entry {place} is gone, and what came after it")
        need(roots[place] == root, f"entry {place} is not what was signed")
        entries.append(json.loads(lines[place]))
        need(entries[place]["index"] == place, f"entry {place} carries another number")
    need(len(lines) == len(notes), f"entry {len(notes)} is not signed")
    need(read_key(entries[0]["how"]["options"]["signing_key"]) == key, "entry 0 names another key")
    say("ok", f"{len(entries)} entries, each with its signed checkpoint, of {key[0]}")
    return entries


def items(data: bytes) -> list[tuple[int, bytes, bytes]]:
    """DER: tag, content and whole encoding of each element in a row."""
    found, at = [], 0
    while at < len(data):
        start, tag, length, at = at, data[at], data[at + 1], at + 2
        if length & 0x80:
            octets = length & 0x7F
            length, at = int.from_bytes(data[at : at + octets], "big"), at + octets
        need(at + length <= len(data), "it is cut off")
        found.append((tag, data[at : at + length], data[start : at + length]))
        at += length
    return found


def inner(data: bytes, *path: int) -> bytes:
    """The content of the element reached by these places."""
    for place in path:
        data = items(data)[place][1]
    return data


def check_stamp(response: bytes, notes: list[str], roots: list[x509.Certificate]) -> str:
    """Step 4, for one time stamp: what it says."""
    need(inner(response, 0, 0, 0) == b"\x00", "the server did not grant it")
    signed = items(inner(response, 0, 1, 1, 0))  # SignedData (RFC 5652)
    content = inner(signed[2][1], 1, 0)
    info = items(inner(content, 0))  # TSTInfo (RFC 3161)
    need(inner(info[2][1], 0, 0) == SHA256, "it is not over a SHA-256")
    over = [hashlib.sha256(note.encode()).digest() for note in notes]
    need(inner(info[2][1], 1) in over, "it is over no checkpoint of this log")
    size = over.index(inner(info[2][1], 1)) + 1
    when = datetime.strptime(info[4][1][:14].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    signer = items(inner(signed[-1][1], 0))
    digest, attributes = HASHES[inner(signer[2][1], 0)], signer[3]
    need((signed[3][0], attributes[0]) == (TAG_0, TAG_0), "it carries no signer's certificate")
    said = {inner(one[1], 0): inner(one[1], 1, 0) for one in items(attributes[1])}
    hashed = hashes.Hash(digest)
    hashed.update(content)
    need(said.get(MESSAGE_DIGEST) == hashed.finalize(), "its content was altered")
    sent = [x509.load_der_x509_certificate(one[2]) for one in items(signed[3][1])]
    serial = int.from_bytes(inner(signer[1][1], 1), "big")
    one = next((one for one in sent if one.serial_number == serial), None)
    if one is None:
        raise Failed("it carries no signer's certificate")
    public, message = one.public_key(), SET + attributes[2][1:]  # signed as a SET, stored as [0]
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signer[5][1], message, padding.PKCS1v15(), digest)
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signer[5][1], message, ec.ECDSA(digest))
        else:
            raise Failed("its key is of a kind unknown to this script")
    except InvalidSignature:
        raise Failed("its signature does not hold") from None
    purposes = one.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    need(ExtendedKeyUsageOID.TIME_STAMPING in purposes, "its signer may not stamp time")
    need(not roots or issued(one, sent, roots, when), "no certificate in --tsa-ca vouches for it")
    vouched = "issued under --tsa-ca" if roots else "not followed to a root (--tsa-ca)"
    return f"the first {size} entries existed at {when:%Y-%m-%dT%H:%M:%SZ}; signer {vouched}"


def issued(
    one: x509.Certificate,
    sent: list[x509.Certificate],
    roots: list[x509.Certificate],
    when: datetime,
    steps: int = 4,
) -> bool:
    """Whether a chain of a few certificates, each valid at that time, leads to a root."""
    if steps == 0 or not one.not_valid_before_utc <= when <= one.not_valid_after_utc:
        return False
    if one in roots:
        return True
    for above in [*roots, *sent]:
        try:
            one.verify_directly_issued_by(above)
            may = above.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        except (InvalidSignature, *BAD):
            continue
        if may and issued(above, sent, roots, when, steps - 1):
            return True
    return False


def check_receipt(text: bytes) -> str:
    """Step 5, for one receipt: the key that signed it."""
    document = json.loads(text)
    signature = document.pop("signature")
    raw = base64.b64decode(signature["public_key"])
    spelt = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    message = b"telusur.receipt/1\n" + spelt.encode()
    need(signed_by(raw, base64.b64decode(signature["value"]), message), "it was altered")
    return f"signed with key {hashlib.sha256(raw).hexdigest()[:16]}"


def check_attached(
    files: dict[str, bytes], entries: list[dict[str, Any]], roots: list[x509.Certificate]
) -> None:
    """Steps 4 and 5, for all that the log names."""
    notes = split_notes(files["log/checkpoints.txt"].decode())
    for entry in (one for one in entries if one["action"] in {STAMPED, RECEIPT}):
        stamp, item = entry["action"] == STAMPED, entry["what"][0]
        name = f"{'log/time-stamps' if stamp else 'receipts'}/{item['name']}"
        data = files[name]
        try:
            need(hashlib.sha256(data).hexdigest() == item["sha256"], "it is not the log's")
            say(
                "ok", f"{name}: {check_stamp(data, notes, roots) if stamp else check_receipt(data)}"
            )
        except (Failed, *BAD) as error:
            raise Failed(f"{name}: {error}") from None


def main() -> int:
    """Check; 0 when everything holds, 1 when something does not."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("bundle", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--key", help="NAME+HASH+BASE64, known from elsewhere")
    parser.add_argument("--checkpoint", type=Path, help="a checkpoint that you kept")
    parser.add_argument("--tsa-ca", type=Path, help="certificates (PEM) for the time stamps")
    given = parser.parse_args()
    try:
        files = load(given.bundle)
        key = read_key(files["keys/signing.pub"].decode())
        need(not given.key or read_key(given.key) == key, "the log is signed with another key")
        entries = check_log(files, key)
        if given.checkpoint:
            size, root = open_checkpoint(given.checkpoint.read_text(encoding="utf-8"), key)
            roots = tree_roots(files["log/entries.jsonl"].split(b"\n")[:-1][:size])
            need(len(roots) == size and roots[-1] == root, "the log was rewritten")
            say("ok", f"the log only adds to the {size} entries of the checkpoint you kept")
        trusted = x509.load_pem_x509_certificates(given.tsa_ca.read_bytes()) if given.tsa_ca else []
        check_attached(files, entries, trusted)
    except (Failed, OSError, zipfile.BadZipFile, *BAD) as error:
        say("NO", f"{error} is missing" if isinstance(error, KeyError) else str(error))
        return 1
    if not given.key:
        say("--", f"signed with {key[0]}; compare it with what its owner told you (--key)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
