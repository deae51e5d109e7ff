"""Code pages told from short files: Telusur beside charset-normalizer, where that is installed.

    .venv/bin/python benchmarks/code_pages.py

Files of 1, 5 and 50 rows with invented people of one language, in every code page that holds
it, 20 files each, seeded. A file is told right where its text comes out as it was: code pages that
agree on all of its bytes are as good as each other. Names are this script's own, drawn together.
"""

from __future__ import annotations

import random
import unicodedata
from collections import Counter

from telusur.reading.encoding.guess import guess

try:
    from charset_normalizer import from_bytes
except ImportError:
    from_bytes = None

ROWS, FILES, SEED = (1, 5, 50), 20, 20261124
PRECOMPOSED = "ĐđĂăÂâÊêÔôƠơƯư"  # in cp1258 beside ASCII; other accents follow their letter

TEXTS = {
    "German": (
        "cp1252 latin-1 iso8859-15 cp850 cp437 mac-roman",
        """
        Müller Weiß Jäger Schröder Größe Straße München Köln Bäcker Grün Österreich
        Überall Käthe Jürgen Günther Björn
        """,
    ),
    "French": (
        "cp1252 latin-1 iso8859-15 cp850 cp437 mac-roman",
        """
        René Hélène François Noël Gérard Chloé Zoé Besançon Orléans Évreux Crème Père
        Benoît Hôtel Aurélie Geneviève Mégane Cœur
        """,
    ),
    "Spanish": (
        "cp1252 latin-1 cp850 cp437 mac-roman",
        """
        José María Muñoz Núñez García Pérez López Sánchez Íñigo Ángel Málaga Córdoba
        Peña Rodríguez Fernández Raúl Belén
        """,
    ),
    "Portuguese": (
        "cp1252 latin-1 cp850 mac-roman",
        """
        João São Conceição Araújo Assunção Antônio Luís Inês Mônica Gonçalves Magalhães
        Simões Brandão Patrícia Fábio Verônica
        """,
    ),
    "Swedish": (
        "cp1252 latin-1 cp850 mac-roman",
        """
        Åsa Björn Jörgen Sjöberg Öberg Håkan Märta Göteborg Malmö Örebro Söder Lindström
        Åkesson Ängelholm Bergström
        """,
    ),
    "Danish, Norwegian": (
        "cp1252 cp850 mac-roman",
        """
        Søren Jørgen Kjær Sørensen Ålborg Århus Næstved Bjørn Åse Østerbro Ærø Håkon
        Tromsø Bodø Gjøvik
        """,
    ),
    "Polish": (
        "cp1250 iso8859-2 cp852 mac-latin2",
        """
        Michał Łukasz Wiśniewski Wójcik Kamiński Zieliński Woźniak Dąbrowski Kozłowski
        Jabłoński Łódź Gdańsk Kraków Świerczyński Żółty Bożena Małgorzata Paweł
        """,
    ),
    "Czech": (
        "cp1250 iso8859-2 cp852",
        """
        Jiří Tomáš Dvořák Černý Novotný Procházka Kučera Růžička Žofie Šárka Plzeň
        Třebíč Ostrava Ondřej Lukáš Hájek Němec Veselý
        """,
    ),
    "Hungarian": (
        "cp1250 iso8859-2 cp852",
        """
        László Gábor Szabó Kovács Tóth Győr Székesfehérvár Ágnes Erzsébet Zoltán Kőrösi
        Szűcs Fülöp Dénes Réka Vörös
        """,
    ),
    "Turkish": (
        "cp1254 iso8859-9 cp857",
        """
        Ahmet Şahin Yıldız Öztürk Çelik Güneş Doğan Kılıç Aydın İstanbul Şimşek Koç
        Gümüş Ayşe Işık Özgür Çağlar Eskişehir Muğla
        """,
    ),
    "Baltic": (
        "cp1257 cp775",
        """
        Jūratė Kęstutis Žemaitis Šiauliai Panevėžys Jānis Bērziņš Kalniņš Rīga Ģirts
        Ķekava Čiurlionis Algirdas Vaišvila Ūdra
        """,
    ),
    "Russian": (
        "cp1251 koi8-r cp866 iso8859-5 mac-cyrillic",
        """
        Иван Петров Сергеевна Ольга Владимир Москва Смирнов Кузнецов Попова Васильев
        Екатерина Новосибирск Михайлов Фёдоров Щукин Жуков
        """,
    ),
    "Ukrainian": (
        "cp1251 koi8-u iso8859-5",
        """
        Олександр Шевченко Київ Львів Наталія Ковальчук Бондаренко Юлія Андрій Євген
        Їжак Харків Дніпро
        """,
    ),
    "Greek": (
        "cp1253 iso8859-7 cp737",
        """
        Γιώργος Παπαδόπουλος Μαρία Ελένη Αθήνα Θεσσαλονίκη Νικόλαος Κωνσταντίνος
        Δημήτριος Βασιλική Ιωάννης
        """,
    ),
    "Hebrew": (
        "cp1255 iso8859-8 cp862",
        """
        דוד כהן לוי ישראל משה אברהם ירושלים תל אביב שרה רחל חיפה מזרחי פרץ ביטון
        """,
    ),
    "Arabic": (
        "cp1256 iso8859-6",
        """
        محمد أحمد علي عبدالله حسن حسين فاطمة القاهرة الرياض عائشة خالد إبراهيم يوسف مريم
        السيد
        """,
    ),
    "Thai": (
        "cp874 tis-620",
        """
        สมชาย สมหญิง กรุงเทพ เชียงใหม่ ประเทศไทย นางสาว นาย วิชัย สุดารัตน์ ศรีสุข ทองดี
        """,
    ),
    "Chinese": (
        "gb18030 gbk",
        """
        王伟 李娜 张敏 刘洋 陈静 杨勇 北京市海淀区 上海市浦东新区 广东省深圳市 赵磊 黄丽
        周杰 吴秀英 徐涛 孙艳 马超
        """,
    ),
    "Chinese (Taiwan)": (
        "big5",
        """
        陳俊宏 林淑芬 黃志明 張雅婷 李建華 王美玲 台北市大安區 高雄市 吳怡君 劉家豪
        蔡佩珊 楊宗翰 新北市板橋區
        """,
    ),
    "Japanese": (
        "cp932 euc_jp",
        """
        佐藤健 鈴木一郎 高橋美咲 田中太郎 東京都新宿区 大阪府 山本さくら 中村ひろし
        小林まい 加藤 吉田 カタカナ スズキ タナカ
        """,
    ),
    "Korean": (
        "cp949 euc_kr",
        """
        김민수 이영희 박지훈 최수진 서울특별시 강남구 부산광역시 정현우 조은지 윤서연
        장동건 임지현 대한민국
        """,
    ),
    "Vietnamese": (
        "cp1258",
        """
        Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý
        """,
    ),
}


def table(draw: random.Random, words: list[str], rows: int, codec: str) -> str:
    lines = []
    for at in range(rows):
        first, last = draw.choice(words), draw.choice(words)
        first = draw.choice((first, first, first.upper()))
        lines.append(f"{at},{first} {last},user{at}@example.org,{draw.randint(1, 99)}\n")
    text = "".join(lines)
    if codec == "cp1258":
        text = "".join(
            sign if sign.isascii() or sign in PRECOMPOSED else unicodedata.normalize("NFD", sign)
            for sign in text
        )
    return text


def other(raw: bytes) -> str:
    best = from_bytes(raw).best()
    return best.encoding if best else "cp1252"


def main() -> None:
    draw = random.Random(SEED)  # noqa: S311 - invented names
    tools = {"telusur": guess} | ({"charset-normalizer": other} if from_bytes else {})
    right: Counter[tuple[str, str, int]] = Counter()
    files: Counter[tuple[str, int]] = Counter()
    for language, (codecs, names) in TEXTS.items():
        words = names.split()
        for codec in codecs.split():
            for rows in ROWS:
                for _ in range(FILES):
                    raw = table(draw, words, rows, codec).encode(codec, "ignore")
                    if raw.isascii():
                        continue
                    files[language, rows] += 1
                    for tool, told in tools.items():
                        same = raw.decode(told(raw), "replace") == raw.decode(codec)
                        right[tool, language, rows] += same
    for tool in tools:
        print(f"| {tool} | " + " | ".join(f"{rows} rows" for rows in ROWS) + " |")
        print("|---" * (len(ROWS) + 1) + "|")
        for language in TEXTS:
            shares = (right[tool, language, rows] / files[language, rows] for rows in ROWS)
            print(f"| {language} | " + " | ".join(f"{share:.0%}" for share in shares) + " |")
        whole = (
            sum(right[tool, one, rows] for one in TEXTS) / sum(files[one, rows] for one in TEXTS)
            for rows in ROWS
        )
        print("| **all** | " + " | ".join(f"**{share:.1%}**" for share in whole) + " |\n")


if __name__ == "__main__":
    main()
