"""As dumps are handed round: lists of accounts, exports of databases, parts of larger files."""

from by_hand.case import case

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
