"""Code pages told by their letters, from five lines on; the figures are in docs/benchmarks.md."""

import pytest

from telusur.reading.encoding.guess import guess

NAMES = {
    "Müller Weiß Jäger Schröder Größe": "cp1252 latin-1 iso8859-15 cp850 cp437 mac-roman",
    "René Hélène François Noël Chloé": "cp1252 latin-1 iso8859-15 cp850 cp437 mac-roman",
    "José María Muñoz Núñez García": "cp1252 latin-1 cp850 cp437 mac-roman",
    "João Conceição Araújo Antônio Luís": "cp1252 latin-1 cp850 mac-roman",
    "Søren Jørgen Kjær Ålborg Næstved": "cp1252 cp850 mac-roman",
    "Michał Łukasz Wiśniewski Wójcik Woźniak": "cp1250 iso8859-2 cp852",
    "Jiří Tomáš Dvořák Černý Růžička": "cp1250 iso8859-2 cp852",
    "László Győr Kőrösi Szűcs Ágnes": "cp1250 iso8859-2 cp852",
    "Şahin Yıldız Öztürk Doğan Kılıç": "cp1254 iso8859-9 cp857",
    "Jūratė Kęstutis Žemaitis Šiauliai Bērziņš": "cp1257 cp775",
    "Иван Петров Ольга Владимир Екатерина": "cp1251 koi8-r cp866 iso8859-5 mac-cyrillic",
    "Γιώργος Παπαδόπουλος Μαρία Αθήνα Νικόλαος": "cp1253 iso8859-7 cp737",
    "דוד כהן ישראל משה ירושלים": "cp1255 iso8859-8 cp862",
    "محمد أحمد علي القاهرة فاطمة": "cp1256 iso8859-6",
    "สมชาย สมหญิง กรุงเทพ ประเทศไทย วิชัย": "cp874 tis-620",
    "王伟 李娜 北京市海淀区 上海市 刘洋": "gb18030",
    "陳俊宏 林淑芬 台北市 黃志明 張雅婷": "big5",
    "佐藤健 鈴木一郎 東京都 さくら スズキ": "cp932 euc_jp",
    "김민수 이영희 서울특별시 박지훈 최수진": "cp949 euc_kr",
}
CASES = [(names, codec) for names, codecs in NAMES.items() for codec in codecs.split()]


@pytest.mark.parametrize(("names", "codec"), CASES, ids=[codec for _, codec in CASES])
def test_code_pages(names, codec):
    text = "".join(f"{at},{name},x@example.org\n" for at, name in enumerate(names.split()))
    raw = text.encode(codec)
    assert raw.decode(guess(raw)) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"Ren\xe9", "René"),
        (b"M\xfcller", "Müller"),
        (b"M\x81ller", "Müller"),
        (b"Jos\x82", "José"),
        (b"Mu\xf1oz", "Muñoz"),
        (b"Mu\xa4oz", "Muñoz"),
        (b"c\xbdur", "cœur"),
        (b"it\x92s 5 \x80", "it’s 5 €"),
        (b"S\xe3o Jo\xe3o", "São João"),
    ],
)
def test_a_letter_or_two_in_a_whole_file(raw, text):
    assert raw.decode(guess(raw)) == text
