from telusur.vocabulary.names import bare


def test_names_written_in_any_way_are_one():
    assert {bare(name) for name in ("no_kartu", "NoKartu", "NO KARTU", "no-kartu.")} == {"nokartu"}
    assert bare("kartu_2") != bare("kartu_3")
