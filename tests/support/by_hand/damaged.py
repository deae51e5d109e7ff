"""As files are after careless scripts, editors and transfers."""

from by_hand.case import case

case(
    "line ends of three kinds",
    "id,name,city\r\n1,Ani,Bogor\n2,Budi,Solo\r\n3,Citra,Medan\r4,Dewi,Padang\n5,Eka,Tegal\r\n"
    "6,Fajar,Ambon\n7,Gita,Kupang\n8,Hadi,Jambi\r\n",
    """
id ¦ name ¦ city
1 ¦ Ani ¦ Bogor
2 ¦ Budi ¦ Solo
3 ¦ Citra ¦ Medan
4 ¦ Dewi ¦ Padang
5 ¦ Eka ¦ Tegal
6 ¦ Fajar ¦ Ambon
7 ¦ Gita ¦ Kupang
8 ¦ Hadi ¦ Jambi
""",
)

case(
    "addresses broken over two lines, nothing in quotes",
    """
id,name,address,city,joined
1,Ani Lestari,Jalan Mawar 3,Bogor,2019-01-01
2,Budi Santoso,Gang Melati 9
RT 4,Solo,2019-01-02
3,Citra Dewi,Jalan Dahlia,Medan,2019-02-11
4,Dewi Ayu,Blok C
12,Padang,2019-03-03
5,Eka Putra,Jalan Anggrek 5,Tegal,2019-03-04
6,Fajar,Jalan Mawar 11,Ambon,2019-03-09
""",
    """
id ¦ name ¦ address ¦ city ¦ joined
1 ¦ Ani Lestari ¦ Jalan Mawar 3 ¦ Bogor ¦ 2019-01-01
2 ¦ Budi Santoso ¦ Gang Melati 9⏎RT 4 ¦ Solo ¦ 2019-01-02
3 ¦ Citra Dewi ¦ Jalan Dahlia ¦ Medan ¦ 2019-02-11
4 ¦ Dewi Ayu ¦ Blok C⏎12 ¦ Padang ¦ 2019-03-03
5 ¦ Eka Putra ¦ Jalan Anggrek 5 ¦ Tegal ¦ 2019-03-04
6 ¦ Fajar ¦ Jalan Mawar 11 ¦ Ambon ¦ 2019-03-09
""",
)

case(
    "notes with line ends and quotes that nobody escaped",
    """
id,author,note,date
1,ani,"first, short",2020-01-01
2,budi,"he said "no",
and left",2020-01-02
3,citra,"see "the list"",2020-01-05
4,dewi,"two
lines",2020-01-06
5,eka,plain,2020-01-07
6,fajar,"a "b" c, d",2020-01-09
""",
    """
id ¦ author ¦ note ¦ date
1 ¦ ani ¦ first, short ¦ 2020-01-01
2 ¦ budi ¦ he said "no",⏎and left ¦ 2020-01-02
3 ¦ citra ¦ see "the list" ¦ 2020-01-05
4 ¦ dewi ¦ two⏎lines ¦ 2020-01-06
5 ¦ eka ¦ plain ¦ 2020-01-07
6 ¦ fajar ¦ a "b" c, d ¦ 2020-01-09
""",
)

case(
    "commas in addresses, nothing in quotes",
    """
no,name,address,postcode,amount
1,Ani Lestari,Jalan Mawar 3,16111,120.00
2,Budi Santoso,Gang Melati 9, RT 4,16112,75.50
3,Citra Dewi,Jalan Dahlia,16113,1300.00
4,Dewi Ayu,Blok C, 12, Padang,16114,15.25
5,Eka Putra,Jalan Anggrek 5,16115,410.00
6,Fajar,Jalan Mawar 11, lantai 2,16116,9.99
""",
    """
no ¦ name ¦ address ¦ postcode ¦ amount
1 ¦ Ani Lestari ¦ Jalan Mawar 3 ¦ 16111 ¦ 120.00
2 ¦ Budi Santoso ¦ Gang Melati 9, RT 4 ¦ 16112 ¦ 75.50
3 ¦ Citra Dewi ¦ Jalan Dahlia ¦ 16113 ¦ 1300.00
4 ¦ Dewi Ayu ¦ Blok C, 12, Padang ¦ 16114 ¦ 15.25
5 ¦ Eka Putra ¦ Jalan Anggrek 5 ¦ 16115 ¦ 410.00
6 ¦ Fajar ¦ Jalan Mawar 11, lantai 2 ¦ 16116 ¦ 9.99
""",
)

case(
    "a quote that never closes",
    """
id,name,note,joined
1,Ani,ok,2019-01-01
2,Budi,"late,2019-01-02
3,Citra,,2019-02-11
4,Dewi,"moved, Solo",2019-03-03
5,Eka,ok,2019-03-04
6,Fajar,ok,2019-03-09
""",
    """
id ¦ name ¦ note ¦ joined
1 ¦ Ani ¦ ok ¦ 2019-01-01
2 ¦ Budi ¦ "late ¦ 2019-01-02
3 ¦ Citra ¦ ¦ 2019-02-11
4 ¦ Dewi ¦ moved, Solo ¦ 2019-03-03
5 ¦ Eka ¦ ok ¦ 2019-03-04
6 ¦ Fajar ¦ ok ¦ 2019-03-09
""",
)

case(
    "header of fewer names, one more delimiter behind every row",
    """
code|label|since
A1|alpha|2001|
B2|beta|2002|
C3|gamma|2003|
D4|delta|2004|
E5|epsilon|2005|
""",
    """
code ¦ label ¦ since
A1 ¦ alpha ¦ 2001
B2 ¦ beta ¦ 2002
C3 ¦ gamma ¦ 2003
D4 ¦ delta ¦ 2004
E5 ¦ epsilon ¦ 2005
""",
)

case(
    "UTF-8 read as cp1252 and written again",
    """
id,nama,kota
1,JosÃ© PÃ©rez,BogotÃ¡
2,ZoÃ« MÃ¼ller,KÃ¶ln
3,Ani,Bogor
4,AndrÃ© DuprÃ©,BesanÃ§on
5,Budi,Solo
""",
    """
id ¦ nama ¦ kota
1 ¦ José Pérez ¦ Bogotá
2 ¦ Zoë Müller ¦ Köln
3 ¦ Ani ¦ Bogor
4 ¦ André Dupré ¦ Besançon
5 ¦ Budi ¦ Solo
""",
)

case(
    "some lines with another sign between values",
    """
tanggal,nama,jumlah,ket
2021-01-04,Ani,120,lunas
2021-01-05;Budi;75;lunas
2021-01-05,Citra,1300,belum
2021-01-09|Dewi|15|lunas
2021-01-11,Eka,410,belum
2021-01-12,Fajar,20,lunas
2021-01-13\tGita\t99\tbelum
2021-01-15,Hadi,7,lunas
""",
    """
tanggal ¦ nama ¦ jumlah ¦ ket
2021-01-04 ¦ Ani ¦ 120 ¦ lunas
2021-01-05 ¦ Budi ¦ 75 ¦ lunas
2021-01-05 ¦ Citra ¦ 1300 ¦ belum
2021-01-09 ¦ Dewi ¦ 15 ¦ lunas
2021-01-11 ¦ Eka ¦ 410 ¦ belum
2021-01-12 ¦ Fajar ¦ 20 ¦ lunas
2021-01-13 ¦ Gita ¦ 99 ¦ belum
2021-01-15 ¦ Hadi ¦ 7 ¦ lunas
""",
)

case(
    "three tables of a backup below each other, names of tables between",
    """
[customers]
id,name,city
1,Ani,Bogor
2,Budi,Solo
3,Citra,Medan
4,Dewi,Padang

[orders]
order_no,customer_id,day,total
501,1,2021-01-04,120.00
502,1,2021-01-05,75.50
503,3,2021-01-05,1300.00
504,4,2021-01-09,15.25

[branches]
branch_code,manager
BGR,Eka Putra
SLO,Fajar Nasution
MDN,Gita Siregar
""",
    """
id ¦ name ¦ city
1 ¦ Ani ¦ Bogor
2 ¦ Budi ¦ Solo
3 ¦ Citra ¦ Medan
4 ¦ Dewi ¦ Padang
""",
    """
order_no ¦ customer_id ¦ day ¦ total
501 ¦ 1 ¦ 2021-01-04 ¦ 120.00
502 ¦ 1 ¦ 2021-01-05 ¦ 75.50
503 ¦ 3 ¦ 2021-01-05 ¦ 1300.00
504 ¦ 4 ¦ 2021-01-09 ¦ 15.25
""",
    """
branch_code ¦ manager
BGR ¦ Eka Putra
SLO ¦ Fajar Nasution
MDN ¦ Gita Siregar
""",
)

case(
    "rows cut off by an editor at 40 signs",
    """
id,name,address,city,joined
1,Ani Lestari,Jalan Mawar 3,Bogor,2019-0
2,Budi,Gang Melati,Solo,2019-01-02
3,Citra Dewi Anggraini,Jalan Dahlia Raya
4,Dewi,Blok C,Padang,2019-03-03
5,Eka,Jalan Anggrek,Tegal,2019-03-04
6,Fajar,Jalan Mawar,Ambon,2019-03-09
""",
    """
id ¦ name ¦ address ¦ city ¦ joined
1 ¦ Ani Lestari ¦ Jalan Mawar 3 ¦ Bogor ¦ 2019-0
2 ¦ Budi ¦ Gang Melati ¦ Solo ¦ 2019-01-02
3 ¦ Citra Dewi Anggraini ¦ Jalan Dahlia Raya ¦ ¦
4 ¦ Dewi ¦ Blok C ¦ Padang ¦ 2019-03-03
5 ¦ Eka ¦ Jalan Anggrek ¦ Tegal ¦ 2019-03-04
6 ¦ Fajar ¦ Jalan Mawar ¦ Ambon ¦ 2019-03-09
""",
)
