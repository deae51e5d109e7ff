"""Which tables hold people, which is looked at closely, and how tables join."""

from telusur.model.findings.receipt import FileReceipt, ForeignKey, Receipt, TableReceipt
from telusur.profiling import first_rows, look_over

N = 60
NAMES = [f"Sari {chr(65 + n % 26)}antari" for n in range(N)]
EMAILS = [f"orang{n}@example.com" for n in range(N)]
BIRTHS = [f"19{n % 40 + 50}-0{n % 9 + 1}-1{n % 9}" for n in range(N)]


def nik(n):
    return f"3201{n % 9 + 10:02}{n % 28 + 1:02}{n % 12 + 1:02}{n % 90 + 10:02}{n % 9998 + 1:04}"


def receipt_of(*tables, keys=None):
    told = tuple(
        TableReceipt(
            name=table.name,
            columns=table.columns,
            rows_read=table.rows,
            rows_rejected=0,
            foreign_keys=(keys or {}).get(table.name, ()),
            primary_key=("id",) if "id" in table.columns else (),
        )
        for table in tables
    )
    file = FileReceipt(
        name="d.sql",
        bytes=1,
        sha256="0" * 64,
        kind="sql",
        encoding="utf-8",
        delimiter=None,
        header=True,
        tables=told,
        bytes_unread=0,
    )
    rows = sum(table.rows for table in tables)
    return Receipt(files=(file,), rows_read=rows, rows_rejected=0)


def overview(engine, *tables, keys=None):
    return look_over(engine, tables, receipt_of(*tables, keys=keys))


def test_people_are_told_from_things(engine, lay):
    members = lay("anggota", nik=[nik(n) for n in range(N)], nama=NAMES, tgl_lahir=BIRTHS)
    goods = lay("barang", id=range(3 * N), nama=NAMES * 3, harga=[n * 1000 for n in range(3 * N)])
    found = overview(engine, goods, members)
    assert [(table.name, table.people) for table in found.tables] == [
        ("anggota", True),
        ("barang", False),
    ]
    assert {sign.name: sign.type for sign in found.tables[0].signs} == {
        "nik": "id.nik",
        "nama": "person_name",
        "tgl_lahir": "birth_date",
    }
    assert found.closely is members
    assert [table.verified for table in found.tables] == [True, False]


def test_members_come_before_a_longer_table_with_an_address(engine, lay):
    members = lay("users", id=range(N), full_name=NAMES, email=EMAILS, birth_date=BIRTHS)
    bills = lay("bills", id=range(4 * N), billing_email=EMAILS * 4, total=range(4 * N))
    found = overview(engine, bills, members)
    assert all(table.people for table in found.tables)
    assert found.closely is members


def test_addresses_without_a_header_are_people(engine, lay):
    table = lay("combo", column_1=EMAILS, column_2=[f"s3cr3t{n}" for n in range(N)])
    assert overview(engine, table).tables[0].people


def test_nothing_personal_is_no_table_of_people_and_is_looked_at_all_the_same(engine, lay):
    small = lay("kode", kode=["A", "B"], arti=["aktif", "batal"])
    large = lay("log", at=range(N), note=["ok"] * N)
    found = overview(engine, small, large)
    assert not any(table.people for table in found.tables)
    assert found.closely is large


def test_tables_without_rows_are_told_and_never_chosen(engine, lay):
    empty = lay("users", email=[])
    full = lay("log", note=["x", "y"])
    found = overview(engine, empty, full)
    assert found.closely is full
    assert {table.name: table.rows for table in found.tables} == {"users": 0, "log": 2}


def test_declared_joins_are_said_even_where_little_is_found(engine, lay):
    towns = lay("kota", id=range(10), nama=NAMES[:10])
    people = lay("orang", id=range(N), asal=[n % 20 for n in range(N)], email=EMAILS)
    key = ForeignKey(columns=("asal",), table="kota", references=())
    found = overview(engine, towns, people, keys={"orang": (key,)})
    (join,) = found.joins
    assert (join.table, join.columns, join.to, join.to_columns) == (
        "orang",
        ("asal",),
        "kota",
        ("id",),
    )
    assert (join.basis, join.values, join.found, join.most_rows) == ("declared", 20, 10, 1)


def test_joins_by_name_and_by_kind_need_a_key_on_the_other_side(engine, lay):
    customer = lay("customer", id=range(N), nik=[nik(n) for n in range(N)], name=NAMES)
    orders = lay("orders", id=range(N), customer_id=[n // 2 for n in range(N)], no=range(N))
    visits = lay("visits", no_ktp=[nik(n % 30) for n in range(N)], note=["x"] * N)
    found = overview(engine, customer, orders, visits)
    assert [(j.table, j.columns, j.to, j.to_columns, j.basis) for j in found.joins] == [
        ("visits", ("no_ktp",), "customer", ("nik",), "type"),
        ("orders", ("customer_id",), "customer", ("id",), "name"),
    ]
    assert all(join.found == join.values and join.most_rows == 1 for join in found.joins)


def test_running_numbers_alone_join_nothing(engine, lay):
    one = lay("one", id=range(N), status=[n % 3 for n in range(N)])
    two = lay("two", id=range(N), status=[n % 3 for n in range(N)])
    unnamed = lay("three", column_1=range(N), column_2=range(N))
    again = lay("four", column_1=range(N), column_2=range(N))
    assert overview(engine, one, two, unnamed, again).joins == ()


def test_first_rows_are_masked_and_in_order(engine, lay):
    table = lay("t", nama=["Budi Santoso", None, "A-7"], nik=[nik(1), nik(2), nik(3)])
    assert first_rows(engine, table, 2) == (
        ("Xxxx Xxxxxxx", "9999999~"),
        (None, "9999999~"),
    )
