"""A dump is data: whatever it says, nothing in it is run, opened, fetched or loaded."""

import pickle
import sys

import pytest
from packers import tarred, zipped

from telusur.errors import EvidenceError
from telusur.reading import files

FORBIDDEN = {
    "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty",
    "os.startfile", "subprocess.Popen", "socket.connect", "socket.getaddrinfo", "socket.bind",
    "urllib.Request", "ftplib.connect", "pickle.find_class", "code.__new__", "webbrowser.open",
    "sqlite3.enable_load_extension", "sqlite3.load_extension",
}  # fmt: skip
ELSEWHERE = "/etc/passwd"
did, watching = [], []


def _listen(event, arguments):
    if watching and (event in FORBIDDEN or (event == "open" and ELSEWHERE in str(arguments[0]))):
        did.append(event)


sys.addaudithook(_listen)


@pytest.fixture
def watched():
    """What was done that must not be."""
    did.clear()
    watching.append(True)
    yield did
    watching.pop()


class Trap:
    def __reduce__(self):
        return exec, ("raise SystemExit",)


PSQL = """SET statement_timeout = 0;
\\! touch {marker}
\\copy t FROM PROGRAM 'touch {marker}'
\\i /etc/passwd
\\o |touch {marker}
COPY t (a) FROM PROGRAM 'touch {marker}';
COPY t (a) FROM '/etc/passwd';
COPY t (a) TO PROGRAM 'touch {marker}';
-- a name with a line end in it (CVE-2025-8714)
-- Name: x
\\! touch {marker}
CREATE EXTENSION plpython3u;
DO $$ import os; os.system('touch {marker}') $$ LANGUAGE plpython3u;
CREATE TABLE t (a int, b text);
INSERT INTO t VALUES (1, 'Ani'), (2, '`touch {marker}`');
SELECT pg_read_file('/etc/passwd'); SELECT lo_import('/etc/passwd');
"""
MYSQL = """-- MySQL dump 10.13
SET NAMES utf8mb4;
/*!50000 SELECT 1 INTO OUTFILE '{marker}' */;
system touch {marker}
\\! touch {marker}
source /etc/passwd
LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t;
CREATE TABLE `t` (`a` int, `b` text);
INSERT INTO `t` VALUES (1,'Ani'),(2,LOAD_FILE('/etc/passwd'));
"""
SQLITE = """PRAGMA foreign_keys=OFF;
.shell touch {marker}
.import /etc/passwd t
ATTACH DATABASE '{marker}' AS x;
SELECT load_extension('{marker}');
BEGIN TRANSACTION;
CREATE TABLE t(a int, b text);
INSERT INTO t VALUES(1,'Ani');
INSERT INTO t VALUES(2,writefile('{marker}','x'));
COMMIT;
"""
SERVER = """USE [master]
GO
:!! touch {marker}
EXEC xp_cmdshell 'touch {marker}';
GO
CREATE TABLE [dbo].[t] ([a] int, [b] nvarchar(9));
INSERT [dbo].[t] ([a], [b]) VALUES (1, N'Ani')
INSERT [dbo].[t] ([a], [b]) VALUES (2, N'Budi')
GO
BULK INSERT t FROM '/etc/passwd';
"""
ORACLE = """SET DEFINE OFF;
HOST touch {marker}
!touch {marker}
@/etc/passwd
CREATE TABLE T (A NUMBER, B VARCHAR2(9));
INSERT INTO T (A,B) VALUES (1,'Ani');
INSERT INTO T (A,B) VALUES (2,'Budi');
BEGIN DBMS_SCHEDULER.create_job(job_name => 'x', job_action => 'touch {marker}'); END;
/
"""
CSV = """a,b
1,"=cmd|'/c touch {marker}'!A1"
2,"=WEBSERVICE(""http://localhost/""&A1)"
"""
JSON = """{{"a": 1, "b": "${{jndi:ldap://localhost/x}}"}}
{{"a": 2, "b": {{"$where": "require('child_process').exec('touch {marker}')"}}}}
"""
LITERALS = """{{'a': 1, 'b': 'Ani'}}
{{'a': 2, 'b': __import__('os').system('touch {marker}')}}
{{'a': 3, 'b': 'Budi'}}
"""
DUMPS = {
    "psql": PSQL, "mysql": MYSQL, "sqlite": SQLITE, "server": SERVER, "oracle": ORACLE,
    "csv": CSV, "json": JSON,
}  # fmt: skip


@pytest.mark.parametrize("kind", DUMPS)
def test_what_a_dump_says_is_not_done(read, tmp_path, watched, kind):
    marker = tmp_path / "marker"
    dump = read(DUMPS[kind].format(marker=marker))
    assert ("1", "Ani") in [row[:2] for row in dump.values()] or kind in {"csv", "json"}
    assert not marker.exists()
    assert not watched


def test_literals_of_python_are_not_evaluated(read, tmp_path, watched):
    marker = tmp_path / "marker"
    try:
        read(LITERALS.format(marker=marker))
    except EvidenceError as error:
        assert error.code == "unknown-kind"  # noqa: PT017  # or read: either is well
    assert not marker.exists()
    assert not watched


def test_formulas_are_kept_as_the_text_that_they_are(read, watched):
    values = read(CSV.format(marker="x")).values()
    assert values[0] == ("1", "=cmd|'/c touch x'!A1")
    assert not watched


XXE = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r><p>&e;</p></r>'
FETCH = '<?xml version="1.0"?><!DOCTYPE r SYSTEM "http://localhost/x.dtd"><r><p>1</p><p>2</p></r>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
    )
    + "]><r><p>&j;</p></r>"
)  # fmt: skip


@pytest.mark.parametrize("text", [XXE, FETCH, LAUGHS])
def test_no_entity_is_resolved_and_nothing_is_fetched(read, watched, text):
    try:
        values = str(read(text).values())
    except EvidenceError as error:
        values = error.code
    assert "root:" not in values
    assert len(values) < 1_000
    assert not watched


@pytest.mark.parametrize("pack", [lambda raw: raw, lambda raw: zipped([("x.pkl", raw)])])
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_is_never_loaded(read, watched, pack, protocol):
    try:
        read(("d.pkl", pack(pickle.dumps(Trap(), protocol))))
    except EvidenceError as error:
        assert error.exit_status == 3  # noqa: PT017  # as text it may hold rows
    assert not watched


def test_the_watch_sees_what_it_is_to_see(watched, tmp_path):
    """No test above could fail if it did not."""
    with pytest.raises(SystemExit):
        pickle.loads(pickle.dumps(Trap()))  # noqa: S301
    with open(ELSEWHERE):  # noqa: PTH123
        pass
    assert watched == ["pickle.find_class", "open"]


def test_what_is_unpacked_is_private_and_gone(read, tmp_path, monkeypatch):
    """While a member is read: files of its owner alone, in the work folder; afterwards none."""
    seen = []

    def look(content, bench):
        work = content.path.parent
        # Tables are private by the child's umask, which a test has no right to change.
        passing = [path for path in work.iterdir() if not path.name.startswith("table_")]
        seen.extend((path, path.stat().st_mode & 0o777) for path in passing)
        return original(content, bench)

    original = files.read_content
    monkeypatch.setattr(files, "read_content", look)
    inner = zipped([("x.csv", b"a,b\n1,Ani\n2,Budi\n")])
    read(("d", tarred([("in/x.zip", inner), ("in/y.zip", inner)])))
    folder = tmp_path / "work" / "reading"
    assert {path.parent for path, _ in seen} == {folder}
    assert {mode for _, mode in seen} == {0o600}
    assert all(path.name.startswith("table_") for path in folder.iterdir())
