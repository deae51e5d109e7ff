"""Invented names: common given names and surnames, put together by chance.

The words are everyday names; no combination stands for anybody. Their order is their rank: the
share of a word falls with its rank (Zipf, exponent below), as it does in any list of names.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from telusur.drill.draws import TABLE_SIZE, table

RANK_EXPONENT: Final = 0.75  # given names fall off more slowly than words of a language (1.0)

# Groups of names by culture; a family's group follows from its region and religion (places.py).
MALE: Final[dict[str, str]] = {
    "jawa": "Slamet Agus Sutrisno Bambang Eko Sugeng Joko Supri Wahyu Budi Suparman Hari Sri Tri "
    "Dwi Sunarto Suyanto Sugiyanto Paijo Wagiman Teguh Yanto Didik Heru Aris Rudi Nur Imam Arif "
    "Rizki Dimas Bayu Galih Satria Yoga Danang Kuncoro Purwanto Santoso Widodo Gunawan Mulyono "
    "Sarjono Kasdi Ngatimin Parjo Tukiman Rahmat Adi Prasetyo",
    "sunda": "Asep Dadang Ujang Cecep Dede Deden Iwan Yayan Endang Agus Tatang Nana Ade Encep Aceng "
    "Jajang Maman Odang Entis Wawan Yudi Hendra Rizal Fajar Gilang Rian Irfan Dani Taufik Ridwan "
    "Aep Apip Didin Engkos Iyan Oman Otong Sobari Toha Usep Wildan Ramdan Ahmad Muhamad Reza "
    "Rangga Sandi Teten Uus Zaenal",
    "melayu": "Muhammad Ahmad Abdul Zulkifli Hendra Syahrul Rahmat Iskandar Amir Yusuf Ibrahim Ismail "
    "Hasan Husin Rizki Fauzi Ilham Irwan Andi Rudi Herman Syafrizal Afrizal Yulius Edi Doni Roni "
    "Jefri Arman Azwar Basri Darwis Efendi Firman Hamdan Indra Jamal Khairul Lukman Mahmud Nasir "
    "Rusdi Safrudin Tarmizi Usman Wahid Yasir Zainal Anwar Burhan",
    "batak": "Jonathan Daniel Parlin Togar Binsar Saut Hotman Maruli Tumpal Poltak Sahat Jhonson "
    "Robert Bonar Mangasi Ramses Gomgom Rudi Andreas Samuel David Yosua Immanuel Roy Ferdinan "
    "Jekson Marihot Pahala Ronald Tigor",
    "betawi": "Muhammad Ahmad Rizky Fajar Andi Budi Dedi Hendra Irfan Rahmat Yusuf Ridho Bagus Arif "
    "Dimas Ilham Reza Adi Aldi Bayu Dicky Eko Fadli Gilang Hafiz Ikhsan Joko Kevin Lukman Maulana "
    "Naufal Rian Sahrul Surya Taufik Udin Wahyu Yoga Zaki Rohmat",
    "bali": "Putu Made Nyoman Ketut Wayan Gede Kadek Komang Kade Nengah",
    "timur": "Yohanes Petrus Paulus Markus Yosep Antonius Fransiskus Stefanus Marthen Daniel Yakobus "
    "Simon Benyamin Thomas Agustinus Lukas Matius Filipus Andreas Gabriel Melkianus Oktovianus "
    "Ruben Semuel Titus Viktor Yulianus Zakarias Hendrik Jems Kornelis Laurens",
    "bugis": "Muhammad Andi Abdul Ambo Baso Syamsul Syarifuddin Muh Arifin Rahman Amiruddin Jamaluddin "
    "Kamaruddin Nasruddin Saharuddin Hamzah Ilyas Idris Supardi Ridwan Rusli Sudirman Anwar "
    "Asri Bahar Burhanuddin Firman Hasanuddin Ilham Kadir Mansur Nur Risal Sabir Takdir Usman",
}
FEMALE: Final[dict[str, str]] = {
    "jawa": "Siti Sri Dwi Tri Nur Endang Sumiati Suparti Sutinah Wahyu Rini Yuni Titik Eka Ani Dewi "
    "Tutik Ika Wiwik Murni Kasmi Ngatini Parti Sulastri Suryati Warsini Yatmi Lestari Ratna Indah "
    "Puji Retno Anik Umi Fitri Ayu Novi Dian Kartini Lilis Mujiati Painem Rukmini Sumarni Tumini "
    "Wagiyem Rahayu Yulia Putri Nanik",
    "sunda": "Siti Neng Ai Iis Lilis Euis Imas Nia Yeni Enok Cucu Dede Entin Iim Ida Ika Ira Kokom "
    "Lina Mimin Nani Nunung Oom Popon Rina Rosita Sri Tati Teti Titin Uum Wiwi Yani Yayah Yuyun "
    "Eti Empat Eneng Dewi Fitri Intan Nisa Rani Santi Tuti Wulan Wina Yanti Susi Nengsih",
    "melayu": "Siti Nur Nurul Fatimah Aisyah Yusnita Rosmawati Erna Desi Dewi Elvi Fitri Halimah "
    "Ida Jamilah Khadijah Laila Mariani Nelly Novita Putri Rahma Ratna Rina Rosnah Salma Sari "
    "Suryani Syamsiah Yanti Yulia Zahara Zainab Zuraida Aminah Asmah Cut Darmawati Efrida Gusti "
    "Hasnah Indah Juliana Kartika Linda Maimunah Nadia Rohani Sakdiah Widya",
    "batak": "Ester Maria Rosmawati Tiurma Rotua Lamria Dameria Hotmaida Nurmala Ruth Sarah Debora "
    "Elisabet Kristina Lasma Marlina Melati Natalia Rina Romauli Rosita Sondang Tetty Tiara Yohana "
    "Grace Junita Nova Paulina Veronika",
    "betawi": "Siti Nur Putri Dewi Rina Ayu Fitri Indah Lestari Maya Nadia Nisa Ratna Sari Sinta "
    "Tiara Wulan Yuni Zahra Amelia Anisa Bunga Citra Dian Eka Fatimah Hana Intan Julia Kartika "
    "Lia Mega Novi Rahma Salsa Syifa Tasya Vina Widya Yulia",
    "bali": "Ni Putu Ni Made Ni Nyoman Ni Ketut Ni Wayan Ni Luh Ni Kadek Ni Komang",
    "timur": "Maria Yuliana Theresia Agnes Kristina Elisabeth Margaretha Yosefina Martha Fransiska "
    "Veronika Dorkas Ester Debora Katarina Magdalena Natalia Oktaviana Petronela Rosalia Sofia "
    "Susana Yohana Wilhelmina Adriana Bernadeta Emilia Helena Imelda Monika",
    "bugis": "Andi Nur Sitti Nurhayati Hasnah Rosmini Hasni Indo Besse Darmawati Fatmawati Halija "
    "Hartati Irma Jumriah Kasmawati Murniati Nuraeni Rahmawati Ramlah Rosdiana Salmiah Sri "
    "Suriani Syamsiah Tenri Wahyuni Yuliana Asriani Hajrah Mardiana Nurlina",
}
SECOND_MALE: Final[dict[str, str]] = {
    "jawa": "Santoso Widodo Setiawan Susanto Wibowo Hidayat Purnomo Prasetyo Riyanto Raharjo Saputra "
    "Nugroho Kurniawan Haryanto Subagyo Utomo Suryanto Handoko Cahyono Wijaya Pratama Hartono "
    "Sulistyo Kusuma Basuki Waluyo Sudarsono Priyanto Pambudi Mulyadi Sasongko Laksono Ariyanto "
    "Wicaksono Saputro Sutopo Margono Wahyudi Ramadhan Kuswanto",
    "sunda": "Hidayat Suryana Rahmat Sutisna Kurnia Permana Saepudin Supriatna Hermawan Suherman "
    "Gunawan Nugraha Ruhiyat Sopandi Wijaya Rukmana Setiawan Mulyana Iskandar Sudrajat Kosasih "
    "Ramdani Komarudin Jaelani Suhendar Fauzi Firmansyah Maulana Kartiwa Sumarna",
    "melayu": "Saputra Rahman Hidayat Siregar Putra Syahputra Harahap Efendi Ramadhan Hasibuan Lubis "
    "Ritonga Nasution Pulungan Ali Arifin Amin Anwar Aziz Bakri Fadli Gani Hakim Halim Hamid "
    "Harun Ikhsan Jafar Karim Latif Majid Mukhtar Rasyid Rauf Saleh Syukri Taher Umar Wahab Yunus",
    "betawi": "Saputra Ramadhan Hidayat Maulana Setiawan Kurniawan Firmansyah Pratama Rahman Gunawan "
    "Wijaya Fauzi Nugroho Hakim Akbar Putra Alamsyah Permana Syahputra Iskandar Fadillah Hermawan "
    "Prasetyo Santoso Suryadi Yusuf",
    "bali": "Sudarma Suartana Arya Wirawan Adnyana Sukadana Artawan Suastika Mahendra Dharma Widiana "
    "Sutama Budiasa Parwata Suparta Yasa Kertayasa Winata Pradnyana Sudiarta Wibawa Mertayasa",
    "timur": "Kristian Emanuel Aloysius Dominikus Rafael Leonardus Vinsensius Ignasius Blasius Donatus",
    "bugis": "Rahman Saleh Akbar Amir Arsyad Asis Hamid Ibrahim Ismail Jafar Kadir Latif Malik Nawir "
    "Rasyid Rauf Salam Sultan Syam Tahir Umar Wahid Yusuf Yunus Azis Bakri",
}
SECOND_FEMALE: Final[dict[str, str]] = {
    "jawa": "Wahyuni Lestari Rahayu Handayani Astuti Ningsih Wulandari Susanti Utami Purwanti "
    "Setyowati Sulistyowati Puspitasari Kusumawati Hidayati Hartati Widiastuti Rohmah Fatimah "
    "Aminah Khasanah Rahmawati Sari Anggraini Mulyani Haryati Suryani Maryati Indrawati Pratiwi "
    "Permatasari Nuraini Mulyati Winarsih Sumarsih Kurniasih Oktaviani Safitri Fitriani Susilowati",
    "sunda": "Nurhayati Rohaeti Komariah Rohmah Aisah Maryam Suryani Kurniasih Mulyati Sumiati "
    "Nuraeni Rosmiati Hasanah Fatimah Juariah Sukaesih Kartika Rahmawati Lestari Wulandari "
    "Purnamasari Handayani Sopiah Solihat Saadah Maesaroh Susilawati Nurjanah Julaeha Anggraeni",
    "melayu": "Wati Sari Hasanah Ningsih Fitriani Rahmah Yanti Lubis Siregar Nasution Dewi Hayati "
    "Aini Hidayah Marlina Harahap Azizah Jannah Khairani Lestari Maulida Mutia Nabila Oktavia "
    "Permata Rahmadani Ramadhani Safitri Salsabila Susanti Syafitri Utami Wahyuni Yulianti Zahra "
    "Hafizah Humaira Anggraini Astuti Handayani",
    "betawi": "Rahmawati Lestari Sari Putri Wulandari Fitriani Anggraini Permatasari Aulia Safitri "
    "Handayani Ramadhani Oktaviani Nuraini Hasanah Khairunnisa Maharani Amalia Azizah Susanti "
    "Wahyuni Yulianti Maulida Pratiwi Kusuma",
    "bali": "Sukerti Suartini Ayu Sri Dewi Suryani Astuti Widiani Ariani Parwati Sulastri Murniati "
    "Lestari Yanti Purnami Wahyuni Asih Kusuma Sudiasih Ratnadi Wirati Puspita",
    "timur": "Goreti Imakulata Fatima Yasinta Stefania Florida Anastasia Yovita Regina Paulina",
    "bugis": "Hasan Wati Nurdin Amelia Azzahra Hasanah Kamaria Sari Ningsih Rahma Putri Safitri "
    "Aulia Wahyuni Yusuf Ramadhani Dahlia Haerani Hardianti Kartini",
}
# Surnames run in the family, whatever the sex.
FAMILY: Final[dict[str, str]] = {
    "batak": "Simanjuntak Siregar Nainggolan Sihombing Situmorang Hutapea Hutagalung Manurung "
    "Sinaga Simbolon Panjaitan Pasaribu Silalahi Tampubolon Sitorus Marpaung Pardede Purba Saragih "
    "Tarigan Ginting Sembiring Sitepu Gultom Lumbantobing Sianturi Aritonang Butarbutar Napitupulu "
    "Samosir",
    "timur": "Manuhutu Pattiasina Tuhumury Lekatompessy Wenda Kogoya Yikwa Rumbiak Rumaropen Wanggai "
    "Mandacan Lopo Nahak Seran Bria Tefa Nabu Liu Bere Kolo Mau Taek Usfinit Ndun Lay Ratu Kaka "
    "Rihi Djawa Lado Mandagi Lumowa Tumbel Rompas Wowor Kaunang Pangkey Sumual Tangkudung Mamahit",
}
SECOND_SHARE: Final = {  # how many have a second given name; the rest have one word or a surname
    "jawa": 0.78, "sunda": 0.80, "melayu": 0.88, "batak": 0.35, "betawi": 0.90, "bali": 1.0,
    "timur": 0.40, "bugis": 0.72,
}  # fmt: skip
GROUPS: Final = tuple(MALE)


def _bali_pairs(words: str) -> list[str]:
    parts = words.split()
    return [" ".join(pair) for pair in zip(parts[::2], parts[1::2], strict=True)]


def _vocabulary() -> tuple[list[str], list[list[int]], list[list[int]], list[list[int]]]:
    """All words once, and for each (group, sex) the words of each place in rank order."""
    words: dict[str, int] = {"": 0}
    first: list[list[int]] = []
    second: list[list[int]] = []
    family: list[list[int]] = []
    for group in GROUPS:
        for given, later in ((MALE, SECOND_MALE), (FEMALE, SECOND_FEMALE)):
            bali = group == "bali" and given is FEMALE
            firsts = _bali_pairs(given[group]) if bali else given[group].split()
            first.append([words.setdefault(word, len(words)) for word in firsts])
            seconds = later.get(group, given[group]).split()
            second.append([words.setdefault(word, len(words)) for word in seconds])
        names = FAMILY.get(group, "").split()
        family.append([words.setdefault(word, len(words)) for word in names])
    return list(words), first, second, family


def _ranked(words: list[int], share: float = 1.0) -> NDArray[np.int16]:
    """A lookup of words by rank; the first ``1 - share`` of it is the empty word."""
    if not words:
        return np.zeros(TABLE_SIZE, dtype=np.int16)
    weights = [(rank + 1) ** -RANK_EXPONENT for rank in range(len(words))]
    scale = share / sum(weights)
    chosen = table([1 - share, *(weight * scale for weight in weights)], [0, *words])
    return chosen.astype(np.int16)


WORDS, _FIRST, _SECOND, _FAMILY = _vocabulary()
# Flat lookups, indexed with (group * 2 + sex) * 65536 + draw, and group * 65536 + draw.
FIRST_TABLE: Final = np.concatenate([_ranked(words) for words in _FIRST])
SECOND_TABLE: Final = np.concatenate(
    [_ranked(words, SECOND_SHARE[GROUPS[at // 2]]) for at, words in enumerate(_SECOND)]
)
FAMILY_TABLE: Final = np.concatenate([_ranked(words) for words in _FAMILY])
