"""Typed last, when the reader had been changed in view of all the others."""

from functools import partial

from by_hand import case as kept

case = partial(kept.case, later=True)

case(
    "header with commas over rows with semicolons",
    """
id,name,city,joined
1;Ani;Bogor;2019-01-01
2;Budi;Solo;2019-01-02
3;Citra;Medan;2019-02-11
4;Dewi;Padang;2019-03-03
5;Eka;Tegal;2019-03-04
""",
    """
id ¦ name ¦ city ¦ joined
1 ¦ Ani ¦ Bogor ¦ 2019-01-01
2 ¦ Budi ¦ Solo ¦ 2019-01-02
3 ¦ Citra ¦ Medan ¦ 2019-02-11
4 ¦ Dewi ¦ Padang ¦ 2019-03-03
5 ¦ Eka ¦ Tegal ¦ 2019-03-04
""",
)

case(
    "first column empty throughout, as a sheet that begins at B2",
    """
,,,,
,List of volunteers,,,
,,,,
,Name,Age,Town,Since
,Ani,34,Bogor,2011
,Budi,51,Solo,2012
,Citra,29,Medan,2012
,Dewi,47,Padang,2014
""",
    """
Name ¦ Age ¦ Town ¦ Since
Ani ¦ 34 ¦ Bogor ¦ 2011
Budi ¦ 51 ¦ Solo ¦ 2012
Citra ¦ 29 ¦ Medan ¦ 2012
Dewi ¦ 47 ¦ Padang ¦ 2014
""",
)

case(
    "blanks around quotes",
    '''
"code" , "label" , "price"
"A1" , "Rope, 10 m" , "12.50"
"A2" , "Lamp ""Sun""" , "8.00"
"B1" , "" , "3.25"
"B2" , "Oil" , "19.98"
''',
    """
code ¦ label ¦ price
A1 ¦ Rope, 10 m ¦ 12.50
A2 ¦ Lamp "Sun" ¦ 8.00
B1 ¦ ¦ 3.25
B2 ¦ Oil ¦ 19.98
""",
)

case(
    "one row, no header",
    """
1001;Ani Lestari;ani@example.org;0812000001;1980-02-03
""",
    """
1001 ¦ Ani Lestari ¦ ani@example.org ¦ 0812000001 ¦ 1980-02-03
""",
    named=False,
)

case(
    "months across, shares and hard notes under them",
    """
Indicator;01/2020;02/2020;03/2020;04/2020
Inflation;2,68 %;2,98 %;2,96 %;2,67 %
Core;2,88 %;2,76 %;2,87 %;2,85 %
Food;4,13 %;5,97 %;6,03 %;5,04 %
Energy;0,11 %;-0,02 %;n/a;-0,14 %

* provisional figures; they may change
** n/a: not collected in that month
Source: Invented Bureau of Figures; table 7.1
""",
    """
Indicator ¦ 01/2020 ¦ 02/2020 ¦ 03/2020 ¦ 04/2020
Inflation ¦ 2,68 % ¦ 2,98 % ¦ 2,96 % ¦ 2,67 %
Core ¦ 2,88 % ¦ 2,76 % ¦ 2,87 % ¦ 2,85 %
Food ¦ 4,13 % ¦ 5,97 % ¦ 6,03 % ¦ 5,04 %
Energy ¦ 0,11 % ¦ -0,02 % ¦ n/a ¦ -0,14 %
""",
)

case(
    "accents in cp1252, line ends inside quotes",
    '''
"N°";"Libellé";"Adresse";"Créé le"
"1";"Mairie d'Évreux";"1, place de l'Hôtel
27000 Évreux";"03/05/2019"
"2";"Médiathèque";"12, rue du Château";"17/06/2019"
"3";"École ""Les Pins""";"Allée des Chênes";"01/09/2020"
"4";"Gymnase";"";"11/11/2020"
''',
    """
N° ¦ Libellé ¦ Adresse ¦ Créé le
1 ¦ Mairie d'Évreux ¦ 1, place de l'Hôtel⏎27000 Évreux ¦ 03/05/2019
2 ¦ Médiathèque ¦ 12, rue du Château ¦ 17/06/2019
3 ¦ École "Les Pins" ¦ Allée des Chênes ¦ 01/09/2020
4 ¦ Gymnase ¦ ¦ 11/11/2020
""",
    encoding="cp1252",
    end="\r\n",
)

case(
    "markup with quotes that nobody escaped",
    """
id,user,bio,last_seen
1,ani,<a href="https://example.org/ani">me</a>,2021-01-01
2,budi,"<b class="x">hi, all</b>",2021-01-02
3,citra,,2021-01-05
4,dewi,<p>plain</p>,2021-01-06
5,eka,"likes <i>tea</i>, cake",2021-01-07
""",
    """
id ¦ user ¦ bio ¦ last_seen
1 ¦ ani ¦ <a href="https://example.org/ani">me</a> ¦ 2021-01-01
2 ¦ budi ¦ <b class="x">hi, all</b> ¦ 2021-01-02
3 ¦ citra ¦ ¦ 2021-01-05
4 ¦ dewi ¦ <p>plain</p> ¦ 2021-01-06
5 ¦ eka ¦ likes <i>tea</i>, cake ¦ 2021-01-07
""",
)

case(
    "rule of dashes between tabs, rows counted",
    """
nik\tnama\ttgl_lahir
----------------\t--------------\t----------
3201010101800001\tAni Lestari\t1980-01-01
3201014202750002\tBudi Santoso\t1975-02-02
3201015503900003\tCitra Dewi\t1990-03-15
3201014112010004\tDewi Ayu\t2001-12-01

(4 rows)
""",
    """
nik ¦ nama ¦ tgl_lahir
3201010101800001 ¦ Ani Lestari ¦ 1980-01-01
3201014202750002 ¦ Budi Santoso ¦ 1975-02-02
3201015503900003 ¦ Citra Dewi ¦ 1990-03-15
3201014112010004 ¦ Dewi Ayu ¦ 2001-12-01
""",
)

case(
    "columns kept apart by an empty one",
    """
Name,Maths,Physics,,Total,Rank
Ani,80,75,,155,2
Budi,60,66,,126,4
Citra,91,88,,179,1
Dewi,70,71,,141,3
""",
    """
Name ¦ Maths ¦ Physics ¦ ¦ Total ¦ Rank
Ani ¦ 80 ¦ 75 ¦ ¦ 155 ¦ 2
Budi ¦ 60 ¦ 66 ¦ ¦ 126 ¦ 4
Citra ¦ 91 ¦ 88 ¦ ¦ 179 ¦ 1
Dewi ¦ 70 ¦ 71 ¦ ¦ 141 ¦ 3
""",
)

case(
    "log lines above a list of accounts, one line twice",
    """
[+] checker v2 started
[+] 6 hits
user1@example.org:pass:word1
user2@example.org:letmein
user2@example.org:letmein
user3@example.com:Qwerty12
user4@example.net:a1b2c3
user5@example.org:hunter22
""",
    """
user1@example.org ¦ pass:word1
user2@example.org ¦ letmein
user2@example.org ¦ letmein
user3@example.com ¦ Qwerty12
user4@example.net ¦ a1b2c3
user5@example.org ¦ hunter22
""",
    named=False,
)

case(
    "names, then a row of types, then rows",
    """
station|height|opened|remark
text|integer|date|text
Alpha|120|1998-04-01|
Beta|95|2001-09-15|moved
Gamma|300|1987-01-20|
Delta|12|2011-12-31|new mast
Epsilon|77|2015-05-05|
""",
    """
station text ¦ height integer ¦ opened date ¦ remark text
Alpha ¦ 120 ¦ 1998-04-01 ¦
Beta ¦ 95 ¦ 2001-09-15 ¦ moved
Gamma ¦ 300 ¦ 1987-01-20 ¦
Delta ¦ 12 ¦ 2011-12-31 ¦ new mast
Epsilon ¦ 77 ¦ 2015-05-05 ¦
""",
)

case(
    "subtotals within, a total below",
    """
Branch,Month,Sales
Bogor,January,100
Bogor,February,150
Subtotal,,250
Solo,January,90
Solo,February,60
Subtotal,,150
Total,,400
""",
    """
Branch ¦ Month ¦ Sales
Bogor ¦ January ¦ 100
Bogor ¦ February ¦ 150
Solo ¦ January ¦ 90
Solo ¦ February ¦ 60
""",
)
