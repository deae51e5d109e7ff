"""As exports are handed round: without a header, cut, put together, decorated."""

from by_hand.case import case

case(
    "no header, twelve columns, cp1252",
    """
3201010101800001,Ani Lestari,L,BOGOR,1980-01-01,JL MAWAR 3,001,002,CIKARET,BOGOR SELATAN,ISLAM,WIRASWASTA
3201014202750002,André Müller,L,SOLO,1975-02-02,JL MELATI 7,003,001,CIKARET,BOGOR SELATAN,KATOLIK,GURU
3201015503900003,Citra Dewi,P,MEDAN,1990-03-15,GG KENANGA,001,004,PASIR KUDA,BOGOR BARAT,ISLAM,PELAJAR
3201014112010004,Dewi Ayu,P,BOGOR,2001-12-01,JL DAHLIA 9,002,002,PASIR KUDA,BOGOR BARAT,HINDU,PERAWAT
3201010808880005,Eka Putra,L,TEGAL,1988-08-08,JL ANGGREK,,,MULYAHARJA,BOGOR SELATAN,ISLAM,PETANI
3201011009770006,Fajar Nasution,L,PADANG,1977-09-10,JL MAWAR 11,001,003,MULYAHARJA,BOGOR SELATAN,ISLAM,PEDAGANG
""",
    """
3201010101800001¦Ani Lestari¦L¦BOGOR¦1980-01-01¦JL MAWAR 3¦001¦002¦CIKARET¦BOGOR SELATAN¦ISLAM¦WIRASWASTA
3201014202750002¦André Müller¦L¦SOLO¦1975-02-02¦JL MELATI 7¦003¦001¦CIKARET¦BOGOR SELATAN¦KATOLIK¦GURU
3201015503900003¦Citra Dewi¦P¦MEDAN¦1990-03-15¦GG KENANGA¦001¦004¦PASIR KUDA¦BOGOR BARAT¦ISLAM¦PELAJAR
3201014112010004¦Dewi Ayu¦P¦BOGOR¦2001-12-01¦JL DAHLIA 9¦002¦002¦PASIR KUDA¦BOGOR BARAT¦HINDU¦PERAWAT
3201010808880005¦Eka Putra¦L¦TEGAL¦1988-08-08¦JL ANGGREK¦¦¦MULYAHARJA¦BOGOR SELATAN¦ISLAM¦PETANI
3201011009770006¦Fajar Nasution¦L¦PADANG¦1977-09-10¦JL MAWAR 11¦001¦003¦MULYAHARJA¦BOGOR SELATAN¦ISLAM¦PEDAGANG
""",
    encoding="cp1252",
    named=False,
)

case(
    "part of a split file: begins and ends inside a row",
    """
estari,1980-02-03,Bogor
2,Budi Santoso,1975-12-31,Solo
3,Citra Dewi,1990-07-15,Medan
4,Dewi Ayu,2001-01-01,Padang
5,Eka Putra,1988-08-08,Tegal
6,Fajar Nasution,1977-09-10,Padang
7,Gita Siregar,199""".rstrip("\n"),
    """
2 ¦ Budi Santoso ¦ 1975-12-31 ¦ Solo
3 ¦ Citra Dewi ¦ 1990-07-15 ¦ Medan
4 ¦ Dewi Ayu ¦ 2001-01-01 ¦ Padang
5 ¦ Eka Putra ¦ 1988-08-08 ¦ Tegal
6 ¦ Fajar Nasution ¦ 1977-09-10 ¦ Padang
""",
    named=False,
)

case(
    "values left off at the end of rows",
    """
id,name,email,phone,address,city,note
1,Ani Lestari,ani@example.org,0812000001,Jalan Mawar 3,Bogor,vip
2,Budi Santoso,budi@example.org
3,Citra Dewi,citra@example.org,0812000003
4,Dewi Ayu,,0812000004,Jalan Melati 7,Solo
5,Eka Putra,eka@example.org,0812000005,Gang Kenanga,Medan,
6,Fajar
7,Gita Siregar,gita@example.org,0812000007,Jalan Dahlia 2,Padang,late
""",
    """
id ¦ name ¦ email ¦ phone ¦ address ¦ city ¦ note
1 ¦ Ani Lestari ¦ ani@example.org ¦ 0812000001 ¦ Jalan Mawar 3 ¦ Bogor ¦ vip
2 ¦ Budi Santoso ¦ budi@example.org ¦ ¦ ¦ ¦
3 ¦ Citra Dewi ¦ citra@example.org ¦ 0812000003 ¦ ¦ ¦
4 ¦ Dewi Ayu ¦ ¦ 0812000004 ¦ Jalan Melati 7 ¦ Solo ¦
5 ¦ Eka Putra ¦ eka@example.org ¦ 0812000005 ¦ Gang Kenanga ¦ Medan ¦
6 ¦ Fajar ¦ ¦ ¦ ¦ ¦
7 ¦ Gita Siregar ¦ gita@example.org ¦ 0812000007 ¦ Jalan Dahlia 2 ¦ Padang ¦ late
""",
)

case(
    "blanks on both sides of the commas",
    """
id , name           , city   , joined
1  , Ani Lestari    , Bogor  , 2019-01-01
2  , Budi Santoso   , Solo   , 2019-01-02
3  , "Dewi, Citra"  , Medan  , 2019-02-11
4  , Eka Putra      , Padang , 2019-03-03
5  , Fajar          ,        , 2019-03-04
""",
    """
id ¦ name ¦ city ¦ joined
1 ¦ Ani Lestari ¦ Bogor ¦ 2019-01-01
2 ¦ Budi Santoso ¦ Solo ¦ 2019-01-02
3 ¦ Dewi, Citra ¦ Medan ¦ 2019-02-11
4 ¦ Eka Putra ¦ Padang ¦ 2019-03-03
5 ¦ Fajar ¦ ¦ 2019-03-04
""",
)

case(
    "a table of Markdown",
    """
| id | name | city |
|----|:-----|-----:|
| 1 | Ani Lestari | Bogor |
| 2 | Budi Santoso | Solo |
| 3 | Citra Dewi | Medan |
| 4 | Dewi Ayu | Padang |
""",
    """
id ¦ name ¦ city
1 ¦ Ani Lestari ¦ Bogor
2 ¦ Budi Santoso ¦ Solo
3 ¦ Citra Dewi ¦ Medan
4 ¦ Dewi Ayu ¦ Padang
""",
)

case(
    "parts put together, each with its mark of order and header",
    """
\ufeffid;name;phone
1;Ani;0812000001
2;Budi;0812000002
3;Citra;0812000003
\ufeffid;name;phone
4;Dewi;0812000004
5;Eka;0812000005
\ufeffid;name;phone
6;Fajar;0812000006
7;Gita;0812000007
""",
    """
id ¦ name ¦ phone
1 ¦ Ani ¦ 0812000001
2 ¦ Budi ¦ 0812000002
3 ¦ Citra ¦ 0812000003
4 ¦ Dewi ¦ 0812000004
5 ¦ Eka ¦ 0812000005
6 ¦ Fajar ¦ 0812000006
7 ¦ Gita ¦ 0812000007
""",
)

case(
    "a drawing and a greeting above, no header, bars",
    r"""
  __  __
 |  \/  |   dumped by nobody
 |_|  |_|   2021-03-04
------------------------------
Ani Lestari|1980-02-03|0812000001|Bogor
Budi Santoso|1975-12-31|0812000002|Solo
Citra Dewi|1990-07-15|0812000003|Medan
Dewi Ayu|2001-01-01|0812000004|Padang
Eka Putra|1988-08-08|0812000005|Tegal
Fajar Nasution|1977-09-10|0812000006|Padang
""",
    """
Ani Lestari ¦ 1980-02-03 ¦ 0812000001 ¦ Bogor
Budi Santoso ¦ 1975-12-31 ¦ 0812000002 ¦ Solo
Citra Dewi ¦ 1990-07-15 ¦ 0812000003 ¦ Medan
Dewi Ayu ¦ 2001-01-01 ¦ 0812000004 ¦ Padang
Eka Putra ¦ 1988-08-08 ¦ 0812000005 ¦ Tegal
Fajar Nasution ¦ 1977-09-10 ¦ 0812000006 ¦ Padang
""",
    named=False,
)
