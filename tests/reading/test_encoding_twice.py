"""Text that was encoded twice is undone; text that only looks a little like it never is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telusur.reading.encoding.twice import undo

LETTERS = {
    "french": "éèàçêôîûùâëïœÉÈÀÇÊÔÎ",
    "vietnamese": "ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵÃÂĐÊÔƠƯ",
    "polish": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
    "portuguese": "ãçáéíóõâêúôàÃÕÇÂÁÉ",
    "german": "äöüßÄÖÜ",
    "czech": "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ",
    "icelandic": "áéíóúýðþæöÁÉÍÓÚÝÐÞÆÖ",
}
word = st.sampled_from(sorted(LETTERS)).flatmap(
    lambda name: st.text(
        st.sampled_from(LETTERS[name] + "aeionrstlmkd" * 2), min_size=1, max_size=9
    )
)
opening = st.sampled_from(["", "«", "„", "“", "‘", "(", "¿", "¡"])
closing = st.sampled_from(["", "»", "…", "”", "’", "»…", "…”", "™", "®", ".", "…»", "–", "\u00a0"])
piece = st.tuples(opening, word, closing).map("".join)
line = st.lists(piece, min_size=1, max_size=6).map(" ".join)


def double(text):
    """UTF-8 read as cp1252, or as latin1 where cp1252 has no character."""
    return "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode("utf-8")
    )


@given(line)
@settings(max_examples=500)
def test_real_text_is_left_alone(text):
    assert undo(text) == (text, 0)


@pytest.mark.parametrize(
    "text",
    [
        "«Il est allé…»",
        "l’été…”",
        "«está»…",
        "“CAFÉ”",
        "JOSÉ® MAÇÃ™ IRMÃ” À\u00a0Ã\u00a0",
        "Siti Nurhaliza, S.Pd. – Jl. Café No. 3½",
        "2×£5 3×½ 20°–30°",
        "GRÖẞE–STRAßE“ „GRÖSSE“",
        "SÃO PAULO – SÃO JOSÉ",
        "LÍŠKA MUŽ KŘÍŽ",
        "ĐẶNG THỊ HỒNG “ẤM”",
        "žluťoučký kůň",
        "Ærø Århus ÅŸ",
        "Ł›",
    ],
)
def test_look_alikes(text):
    assert undo(text) == (text, 0)


@given(line)
@settings(max_examples=300)
def test_what_is_undone_is_what_it_was(text):
    twice = double(text)
    # Whatever is not undone stays as it stands: never a third text.
    found, places = undo(twice)
    if places:
        assert undo(twice, whole=True)[0] == text
    else:
        assert found == twice
    if not text.isascii():
        assert undo(twice, whole=True)[0] == text


@pytest.mark.parametrize(
    "text",
    [
        "José Muñoz",
        "Zoë’s café",
        "Michał Wiśniewski",
        "Nguyễn Thị Hồng",
        "Иван",
        "王伟",
        "Ünal",
        "€5",
    ],
)
def test_names_encoded_twice_and_three_times(text):
    assert undo(double(text))[0] == text
    assert undo(double(double(text)))[0] == text


def test_only_the_values_that_were_encoded_twice():
    assert undo("Zoé,JosÃ©,Noël") == ("Zoé,José,Noël", 1)
    assert undo("Zoé,VoilÃ\u00a0") == ("Zoé,VoilÃ\u00a0", 0)  # could be a capital
    assert undo("JosÃ©,VoilÃ\u00a0") == ("José,Voilà", 2)
