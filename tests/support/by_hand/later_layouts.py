"""Typed after the reader had been changed in view of the other files, and before it saw these."""

from functools import partial

from by_hand import case as kept

case = partial(kept.case, later=True)

case(
    "two tables of other widths, no blank line between",
    """
id,name,city,joined
1,Ani,Bogor,2019-01-01
2,Budi,Solo,2019-01-02
3,Citra,Medan,2019-02-11
4,Dewi,Padang,2019-03-03
city,members
Bogor,210
Solo,180
Medan,95
Padang,77
""",
    """
id ¦ name ¦ city ¦ joined
1 ¦ Ani ¦ Bogor ¦ 2019-01-01
2 ¦ Budi ¦ Solo ¦ 2019-01-02
3 ¦ Citra ¦ Medan ¦ 2019-02-11
4 ¦ Dewi ¦ Padang ¦ 2019-03-03
""",
    """
city ¦ members
Bogor ¦ 210
Solo ¦ 180
Medan ¦ 95
Padang ¦ 77
""",
)

case(
    "values that begin with an apostrophe",
    """
town,province,mayor
's-Hertogenbosch,North,Jan
't Zand,North,O'Neill
Delft,South,D'Angelo
's-Gravenhage,South,Piet
Zwolle,East,Kees
""",
    """
town ¦ province ¦ mayor
's-Hertogenbosch ¦ North ¦ Jan
't Zand ¦ North ¦ O'Neill
Delft ¦ South ¦ D'Angelo
's-Gravenhage ¦ South ¦ Piet
Zwolle ¦ East ¦ Kees
""",
)

case(
    "Cyrillic in cp1251",
    """
Имя;Город;Дата рождения;Телефон
Иванова Анна;Москва;01.02.1980;+7 900 000-00-01
Петров Борис;Казань;12.12.1975;+7 900 000-00-02
Сидорова Вера;Самара;15.07.1990;
Кузнецов Глеб;Пермь;01.01.2001;+7 900 000-00-04
""",
    """
Имя ¦ Город ¦ Дата рождения ¦ Телефон
Иванова Анна ¦ Москва ¦ 01.02.1980 ¦ +7 900 000-00-01
Петров Борис ¦ Казань ¦ 12.12.1975 ¦ +7 900 000-00-02
Сидорова Вера ¦ Самара ¦ 15.07.1990 ¦
Кузнецов Глеб ¦ Пермь ¦ 01.01.2001 ¦ +7 900 000-00-04
""",
    encoding="cp1251",
    end="\r\n",
)

case(
    "blank lines first, columns in the middle without a name",
    """


Name,,Age,,City
Ani,F,34,y,Bogor
Budi,M,51,,Solo
Citra,F,29,,Medan
Dewi,F,47,y,Padang
""",
    """
Name ¦ ¦ Age ¦ ¦ City
Ani ¦ F ¦ 34 ¦ y ¦ Bogor
Budi ¦ M ¦ 51 ¦ ¦ Solo
Citra ¦ F ¦ 29 ¦ ¦ Medan
Dewi ¦ F ¦ 47 ¦ y ¦ Padang
""",
)

case(
    "header behind a number sign, remarks behind two",
    """
##source=invented
##date=2021-03-04
#CHROM\tPOS\tID\tREF\tALT
chr1\t10177\trs01\tA\tAC
chr1\t10352\trs02\tT\tTA
chr2\t11008\t.\tC\tG
chr2\t13110\trs04\tG\tA
""",
    """
#CHROM ¦ POS ¦ ID ¦ REF ¦ ALT
chr1 ¦ 10177 ¦ rs01 ¦ A ¦ AC
chr1 ¦ 10352 ¦ rs02 ¦ T ¦ TA
chr2 ¦ 11008 ¦ . ¦ C ¦ G
chr2 ¦ 13110 ¦ rs04 ¦ G ¦ A
""",
)

case(
    "pages numbered in between, header on the first alone",
    """
Register of members

No,Name,Town,Since
1,Ani,Bogor,2011
2,Budi,Solo,2012
3,Citra,Medan,2012
Page 1 of 3
4,Dewi,Padang,2014
5,Eka,Tegal,2014
6,Fajar,Ambon,2015
Page 2 of 3
7,Gita,Kupang,2016
8,Hadi,Jambi,2019
Page 3 of 3
""",
    """
No ¦ Name ¦ Town ¦ Since
1 ¦ Ani ¦ Bogor ¦ 2011
2 ¦ Budi ¦ Solo ¦ 2012
3 ¦ Citra ¦ Medan ¦ 2012
4 ¦ Dewi ¦ Padang ¦ 2014
5 ¦ Eka ¦ Tegal ¦ 2014
6 ¦ Fajar ¦ Ambon ¦ 2015
7 ¦ Gita ¦ Kupang ¦ 2016
8 ¦ Hadi ¦ Jambi ¦ 2019
""",
)

case(
    "places within places by blanks in front, hard blanks in figures",
    """
Area;Population
Whole country;1\u00a0204\u00a0500
  North;610\u00a0100
    Adams;200\u00a0050
    Baker;410\u00a0050
  South;594\u00a0400
    Clark;594\u00a0400
""",
    """
Area ¦ Population
Whole country ¦ 1\u00a0204\u00a0500
North ¦ 610\u00a0100
Adams ¦ 200\u00a0050
Baker ¦ 410\u00a0050
South ¦ 594\u00a0400
Clark ¦ 594\u00a0400
""",
)

case(
    "several blanks between figures, no header",
    """
   1   0.25   11.0
   2   0.31    9.5
   3   0.44   10.2
  10   1.02    8.8
  11   1.10   12.0
""",
    """
1 ¦ 0.25 ¦ 11.0
2 ¦ 0.31 ¦ 9.5
3 ¦ 0.44 ¦ 10.2
10 ¦ 1.02 ¦ 8.8
11 ¦ 1.10 ¦ 12.0
""",
    named=False,
)

case(
    "an export cut by a chat program: lines wrapped, one line lost its end",
    """
id|nama|nik|alamat
1|Ani Lestari|3201010101800001|Jl Mawar 3
2|Budi Santoso|3201014202750002|Jl Melati 7
3|Citra Dewi|3201015503
4|Dewi Ayu|3201014112010004|Jl Dahlia 9
5|Eka Putra|3201010808880005|Jl Anggrek
6|Fajar Nasution|3201011009770006|Jl Mawar 11
""",
    """
id ¦ nama ¦ nik ¦ alamat
1 ¦ Ani Lestari ¦ 3201010101800001 ¦ Jl Mawar 3
2 ¦ Budi Santoso ¦ 3201014202750002 ¦ Jl Melati 7
3 ¦ Citra Dewi ¦ 3201015503 ¦
4 ¦ Dewi Ayu ¦ 3201014112010004 ¦ Jl Dahlia 9
5 ¦ Eka Putra ¦ 3201010808880005 ¦ Jl Anggrek
6 ¦ Fajar Nasution ¦ 3201011009770006 ¦ Jl Mawar 11
""",
)
