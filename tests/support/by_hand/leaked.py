"""As dumps are handed round: lists of accounts, exports of databases, parts of larger files."""

from by_hand.case import case

case(
    "addresses and passwords, colons in passwords, two lines broken",
    """
ani.lestari@example.org:rahasia123
budi88@example.com:b:udi!88
citra@example.net:P@ss word
dewi_ayu@example.org:
eka@example.org:eka;eka
no address here
fajar@example.com:12345678
gita@example.org:g1t4|x
""",
    """
ani.lestari@example.org ¦ rahasia123
budi88@example.com ¦ b:udi!88
citra@example.net ¦ P@ss word
dewi_ayu@example.org ¦
eka@example.org ¦ eka;eka
fajar@example.com ¦ 12345678
gita@example.org ¦ g1t4|x
""",
    named=False,
)

case(
    "a banner above a list of accounts",
    """
==========================================
   FRESH PRIVATE LIST  -  not for resale
==========================================

ani.lestari@example.org;rahasia123
budi88@example.com;qwerty
citra@example.net;S0lo;2020
dewi_ayu@example.org;dewidewi
eka@example.org;Eka#1999
fajar@example.com;12345678
""",
    """
ani.lestari@example.org ¦ rahasia123
budi88@example.com ¦ qwerty
citra@example.net ¦ S0lo;2020
dewi_ayu@example.org ¦ dewidewi
eka@example.org ¦ Eka#1999
fajar@example.com ¦ 12345678
""",
    named=False,
)

case(
    "names, hashes and salts between colons",
    """
1:admin:5f4dcc3b5aa765d61d8327deb882cf99:xY1
2:ani:e10adc3949ba59abbe56e057f20f883e:9kL
3:budi_s:25d55ad283aa400af464c76d713c07ad:Qq7
4:citra.d:d8578edf8458ce06fbc5bb76a58c5ca4:0zz
5:dewi:96e79218965eb72c92a549dd5a330112:mN4
""",
    """
1 ¦ admin ¦ 5f4dcc3b5aa765d61d8327deb882cf99 ¦ xY1
2 ¦ ani ¦ e10adc3949ba59abbe56e057f20f883e ¦ 9kL
3 ¦ budi_s ¦ 25d55ad283aa400af464c76d713c07ad ¦ Qq7
4 ¦ citra.d ¦ d8578edf8458ce06fbc5bb76a58c5ca4 ¦ 0zz
5 ¦ dewi ¦ 96e79218965eb72c92a549dd5a330112 ¦ mN4
""",
    named=False,
)

case(
    "escapes by backslash and no value as MySQL writes INTO OUTFILE",
    r"""
"1","Ani \"Nia\" Lestari","Jl. Mawar 3, Bogor",\N,"1980-02-03"
"2","Budi Santoso","Gang Melati 9\\B","0812000111","1975-12-31"
"3","Citra Dewi","Blok C\
RT 4",\N,"1990-07-15"
"4","O'Brien","","0813000222","2001-01-01"
"5","Eka Putra","Jl. Dahlia 12",\N,"1988-08-08"
""",
    r"""
1 ¦ Ani "Nia" Lestari ¦ Jl. Mawar 3, Bogor ¦ ¦ 1980-02-03
2 ¦ Budi Santoso ¦ Gang Melati 9\B ¦ 0812000111 ¦ 1975-12-31
3 ¦ Citra Dewi ¦ Blok C⏎RT 4 ¦ ¦ 1990-07-15
4 ¦ O'Brien ¦ ¦ 0813000222 ¦ 2001-01-01
5 ¦ Eka Putra ¦ Jl. Dahlia 12 ¦ ¦ 1988-08-08
""",
    named=False,
)

case(
    "tabs, NULs and quotes that are data",
    """
id\tuser\tabout\tjoined
1\tani\tlikes "tea\t2019-01-01
2\tbudi\t5'11" tall\t2019-01-02
3\tcitra\tnothing\x00\t2019-01-02
4\tdewi\t"quoted" start\t2019-02-11
5\teka\tend "quoted"\t2019-03-03
6\tfajar\t\t2019-03-04
""",
    """
id ¦ user ¦ about ¦ joined
1 ¦ ani ¦ likes "tea ¦ 2019-01-01
2 ¦ budi ¦ 5'11" tall ¦ 2019-01-02
3 ¦ citra ¦ nothing\x00 ¦ 2019-01-02
4 ¦ dewi ¦ "quoted" start ¦ 2019-02-11
5 ¦ eka ¦ end "quoted" ¦ 2019-03-03
6 ¦ fajar ¦ ¦ 2019-03-04
""",
)

case(
    "two exports in one file, each with its own delimiter and header",
    """
id;name;phone
1;Ani;0812000001
2;Budi;0812000002
3;Citra;0812000003
4;Dewi;0812000004
id,name,phone
5,Eka,0812000005
6,Fajar,0812000006
7,Gita,0812000007
8,Hadi,0812000008
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
8 ¦ Hadi ¦ 0812000008
""",
)

case(
    "apostrophes as quotes, doubled and alone inside",
    """
'id','name','street'
'1','O''Brien','St. John''s Lane 4'
'2','D'Souza','Mawar, 3'
'3','Ani','The "Corner"'
'4','Budi','Gang Melati'
'5','Citra','Blok ''C'''
""",
    """
id ¦ name ¦ street
1 ¦ O'Brien ¦ St. John's Lane 4
2 ¦ D'Souza ¦ Mawar, 3
3 ¦ Ani ¦ The "Corner"
4 ¦ Budi ¦ Gang Melati
5 ¦ Citra ¦ Blok 'C'
""",
)

case(
    "signs of two or three characters between values",
    """
MEMBER_NO~|~FULL_NAME~|~DOB~|~BRANCH
00017|x~|~Ani Lestari~|~19800203~|~BGR
00018~|~Budi, Santoso~|~19751231~|~SLO
00021~|~Citra "Cici" Dewi~|~19900715~|~MDN
00030~|~Dewi~Ayu~|~20010101~|~PDG
00031~|~Eka~|~~|~PDG
""",
    """
MEMBER_NO ¦ FULL_NAME ¦ DOB ¦ BRANCH
00017|x ¦ Ani Lestari ¦ 19800203 ¦ BGR
00018 ¦ Budi, Santoso ¦ 19751231 ¦ SLO
00021 ¦ Citra "Cici" Dewi ¦ 19900715 ¦ MDN
00030 ¦ Dewi~Ayu ¦ 20010101 ¦ PDG
00031 ¦ Eka ¦ ¦ PDG
""",
)

case(
    "UTF-16 with tabs, as a spreadsheet writes Unicode text",
    '''
Nama\tKota\tCatatan
Łucja Żak\tŁódź\t"dua	tab"
Ñandú Pérez\tBogotá\t
山田太郎\t東京\t"baris
dua"
Αθηνά\tΑθήνα\tok
Олена\tКиїв\t"kata ""kutip"""
''',
    """
Nama ¦ Kota ¦ Catatan
Łucja Żak ¦ Łódź ¦ dua\ttab
Ñandú Pérez ¦ Bogotá ¦
山田太郎 ¦ 東京 ¦ baris⏎dua
Αθηνά ¦ Αθήνα ¦ ok
Олена ¦ Київ ¦ kata "kutip"
""",
    encoding="utf-16",
    end="\r\n",
)

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
7 ¦ Gita Siregar ¦ 199 ¦
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
