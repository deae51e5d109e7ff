"""Typed after the reader had been changed in view of the other files, and before it saw these."""

from functools import partial

from by_hand import case as kept

case = partial(kept.case, later=True)

case(
    "payments of a department: pounds, dashes, rows of commas at the end",
    """
Department of Parks – payments over £500,,,,
Supplier,Date,Amount,Purpose,
Green & Sons,03/04/2021,"£1,200.00",Tree work,
O'Hara Fencing,09/04/2021,£501.10,"Fence, north gate",
Smith – Jones LLP,12/04/2021,"£22,000.00",Legal advice,
Acme “Signs” Ltd,15/04/2021,£640.00,,
Green & Sons,30/04/2021,"£1,200.00",Tree work,
,,,,
,,,,
,,,,
""",
    """
Supplier ¦ Date ¦ Amount ¦ Purpose
Green & Sons ¦ 03/04/2021 ¦ £1,200.00 ¦ Tree work
O'Hara Fencing ¦ 09/04/2021 ¦ £501.10 ¦ Fence, north gate
Smith – Jones LLP ¦ 12/04/2021 ¦ £22,000.00 ¦ Legal advice
Acme “Signs” Ltd ¦ 15/04/2021 ¦ £640.00 ¦
Green & Sons ¦ 30/04/2021 ¦ £1,200.00 ¦ Tree work
""",
    encoding="cp1252",
    end="\r\n",
)

case(
    "a row of codes and a row of words above the figures",
    """
GEO_ID,NAME,P001,P002,P003
id,Geographic Area Name,Total,Male,Female
05000US01,Adams County,1200,590,610
05000US03,Baker County,877,430,447
05000US05,Clark County,15020,7400,7620
05000US07,Drew County,660,333,327
05000US09,Elm County,4100,2010,2090
""",
    """
GEO_ID id ¦ NAME Geographic Area Name ¦ P001 Total ¦ P002 Male ¦ P003 Female
05000US01 ¦ Adams County ¦ 1200 ¦ 590 ¦ 610
05000US03 ¦ Baker County ¦ 877 ¦ 430 ¦ 447
05000US05 ¦ Clark County ¦ 15020 ¦ 7400 ¦ 7620
05000US07 ¦ Drew County ¦ 660 ¦ 333 ¦ 327
05000US09 ¦ Elm County ¦ 4100 ¦ 2010 ¦ 2090
""",
)

case(
    "source and date above, years across, a comma behind every row",
    """
"Data Source","Invented Indicators",

"Last Updated Date","2021-05-25",

"Country Name","Country Code","Indicator Name","2017","2018","2019",
"Atlantis","ATL","Rainfall, mm","812.1","790","",
"Bohemia","BOH","Rainfall, mm","640","655.5","701",
"Cathay","CTY","Rainfall, mm","","1200.25","1188",
"Dacia","DAC","Rainfall, mm","588","602","577.7",
"Elbonia","ELB","Rainfall, mm","1410","1399","1502",
""",
    """
Country Name ¦ Country Code ¦ Indicator Name ¦ 2017 ¦ 2018 ¦ 2019
Atlantis ¦ ATL ¦ Rainfall, mm ¦ 812.1 ¦ 790 ¦
Bohemia ¦ BOH ¦ Rainfall, mm ¦ 640 ¦ 655.5 ¦ 701
Cathay ¦ CTY ¦ Rainfall, mm ¦ ¦ 1200.25 ¦ 1188
Dacia ¦ DAC ¦ Rainfall, mm ¦ 588 ¦ 602 ¦ 577.7
Elbonia ¦ ELB ¦ Rainfall, mm ¦ 1410 ¦ 1399 ¦ 1502
""",
    encoding="utf-8-sig",
)

case(
    "tabs between years, commas inside the first column",
    """
unit,sex,geo\\time\t2018 \t2019 \t2020
PC,F,AT\t12.1 \t12.4 p\t:
PC,F,BE\t10.0 \t10.2 \t9.9 b
PC,M,AT\t11.7 \t11.9 \t12.0
PC,M,BE\t: \t9.1 e\t9.0
PC,T,AT\t11.9 \t12.1 \t12.2 p
""",
    """
unit,sex,geo\\time ¦ 2018 ¦ 2019 ¦ 2020
PC,F,AT ¦ 12.1 ¦ 12.4 p ¦ :
PC,F,BE ¦ 10.0 ¦ 10.2 ¦ 9.9 b
PC,M,AT ¦ 11.7 ¦ 11.9 ¦ 12.0
PC,M,BE ¦ : ¦ 9.1 e ¦ 9.0
PC,T,AT ¦ 11.9 ¦ 12.1 ¦ 12.2 p
""",
)

case(
    "statement of an account: pairs above, balances below",
    """
Account;0071 4455 12
Owner;Dewi Ayu
From;01.03.2021
To;31.03.2021

Booked;Valued;Text;Amount;Balance
31.03.2021;31.03.2021;Rent;-1.200.000;4.330.000
28.03.2021;29.03.2021;Salary, March;4.500.000;5.530.000
15.03.2021;15.03.2021;"Transfer; Eka";-250.000;1.030.000
02.03.2021;02.03.2021;Power;-80.500;1.280.000

Opening balance;1.360.500
Closing balance;4.330.000
""",
    """
Booked ¦ Valued ¦ Text ¦ Amount ¦ Balance
31.03.2021 ¦ 31.03.2021 ¦ Rent ¦ -1.200.000 ¦ 4.330.000
28.03.2021 ¦ 29.03.2021 ¦ Salary, March ¦ 4.500.000 ¦ 5.530.000
15.03.2021 ¦ 15.03.2021 ¦ Transfer; Eka ¦ -250.000 ¦ 1.030.000
02.03.2021 ¦ 02.03.2021 ¦ Power ¦ -80.500 ¦ 1.280.000
""",
)

case(
    "names in angle brackets",
    """
<TICKER>,<DATE>,<TIME>,<OPEN>,<CLOSE>
MWR,20210104,090000,120.5,121
MWR,20210104,100000,121,119.75
MWR,20210104,110000,119.75,120
MWR,20210105,090000,120,122.5
MWR,20210105,100000,122.5,122.25
""",
    """
<TICKER> ¦ <DATE> ¦ <TIME> ¦ <OPEN> ¦ <CLOSE>
MWR ¦ 20210104 ¦ 090000 ¦ 120.5 ¦ 121
MWR ¦ 20210104 ¦ 100000 ¦ 121 ¦ 119.75
MWR ¦ 20210104 ¦ 110000 ¦ 119.75 ¦ 120
MWR ¦ 20210105 ¦ 090000 ¦ 120 ¦ 122.5
MWR ¦ 20210105 ¦ 100000 ¦ 122.5 ¦ 122.25
""",
)

case(
    "survey: three rows of names, questions over two lines, a row of marks",
    """
StartDate,Finished,Q1,Q2
Start Date,Finished,"How satisfied are you?
(1 low, 5 high)",What would you change?
"{""ImportId"":""startDate""}","{""ImportId"":""finished""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"
2021-03-01 08:00:12,True,4,"Longer hours, please"
2021-03-01 08:11:40,True,5,
2021-03-01 09:30:01,False,,
2021-03-02 10:02:33,True,2,"The ""new"" form"
2021-03-02 10:45:00,True,3,Nothing
2021-03-03 07:12:09,True,5,Nothing
""",
    """
StartDate ¦ Finished ¦ Q1 ¦ Q2
2021-03-01 08:00:12 ¦ True ¦ 4 ¦ Longer hours, please
2021-03-01 08:11:40 ¦ True ¦ 5 ¦
2021-03-01 09:30:01 ¦ False ¦ ¦
2021-03-02 10:02:33 ¦ True ¦ 2 ¦ The "new" form
2021-03-02 10:45:00 ¦ True ¦ 3 ¦ Nothing
2021-03-03 07:12:09 ¦ True ¦ 5 ¦ Nothing
""",
)

case(
    "names underlined, rows counted below, as a database's client prints",
    """
member_id;full_name;joined
---------;---------;------
10;Ani Lestari;2019-01-01
11;Budi Santoso;2019-01-02
12;Citra Dewi;NULL
13;Dewi Ayu;2019-03-03

(4 rows affected)
""",
    """
member_id ¦ full_name ¦ joined
10 ¦ Ani Lestari ¦ 2019-01-01
11 ¦ Budi Santoso ¦ 2019-01-02
12 ¦ Citra Dewi ¦ NULL
13 ¦ Dewi Ayu ¦ 2019-03-03
""",
)

case(
    "text in quotes, figures not, dates with midnight, a memo over lines",
    '''
"ID","Member","Joined","Fee","Memo"
1,"Lestari, Ani",3/5/2021 0:00:00,12.5000,"paid
in cash"
2,"Santoso, Budi",4/5/2021 0:00:00,12.5000,
3,"Dewi, Citra",4/5/2021 0:00:00,0.0000,"waived, see ""minutes"""
4,"Ayu, Dewi",17/5/2021 0:00:00,12.5000,"-"
''',
    """
ID ¦ Member ¦ Joined ¦ Fee ¦ Memo
1 ¦ Lestari, Ani ¦ 3/5/2021 0:00:00 ¦ 12.5000 ¦ paid⏎in cash
2 ¦ Santoso, Budi ¦ 4/5/2021 0:00:00 ¦ 12.5000 ¦
3 ¦ Dewi, Citra ¦ 4/5/2021 0:00:00 ¦ 0.0000 ¦ waived, see "minutes"
4 ¦ Ayu, Dewi ¦ 17/5/2021 0:00:00 ¦ 12.5000 ¦ -
""",
    end="\r\n",
)

case(
    "two columns, decimal commas",
    """
x;y
1,5;2,25
2,0;3,5
2,5;4,75
3,0;7,125
""",
    """
x ¦ y
1,5 ¦ 2,25
2,0 ¦ 3,5
2,5 ¦ 4,75
3,0 ¦ 7,125
""",
)

case(
    "accounts with the address they were used from",
    """
ani.lestari@example.org|rahasia123|192.0.2.10|ID
budi88@example.com|b;udi:88|192.0.2.77|ID
citra@example.net|P@ss,word|198.51.100.4|SG
dewi_ayu@example.org||203.0.113.9|ID
eka@example.org|Eka#1999|203.0.113.10|MY
""",
    """
ani.lestari@example.org ¦ rahasia123 ¦ 192.0.2.10 ¦ ID
budi88@example.com ¦ b;udi:88 ¦ 192.0.2.77 ¦ ID
citra@example.net ¦ P@ss,word ¦ 198.51.100.4 ¦ SG
dewi_ayu@example.org ¦ ¦ 203.0.113.9 ¦ ID
eka@example.org ¦ Eka#1999 ¦ 203.0.113.10 ¦ MY
""",
    named=False,
)

case(
    "two colons between values, one colon inside",
    """
ani::ani@example.org::5f4dcc3b5aa765d61d8327deb882cf99::2019-01-01 10:00:00
budi::budi@example.org::e10adc3949ba59abbe56e057f20f883e::2019-01-02 11:30:05
citra::citra@example.net::25d55ad283aa400af464c76d713c07ad::2019-02-11 09:12:44
dewi:a::dewi@example.org::d8578edf8458ce06fbc5bb76a58c5ca4::2019-03-03 23:59:59
""",
    """
ani ¦ ani@example.org ¦ 5f4dcc3b5aa765d61d8327deb882cf99 ¦ 2019-01-01 10:00:00
budi ¦ budi@example.org ¦ e10adc3949ba59abbe56e057f20f883e ¦ 2019-01-02 11:30:05
citra ¦ citra@example.net ¦ 25d55ad283aa400af464c76d713c07ad ¦ 2019-02-11 09:12:44
dewi:a ¦ dewi@example.org ¦ d8578edf8458ce06fbc5bb76a58c5ca4 ¦ 2019-03-03 23:59:59
""",
    named=False,
)

case(
    "objects in quotes of their own between tabs",
    """
id\tpayload\tat
1\t{"kind": "login", "ip": "192.0.2.1"}\t2021-01-01T00:00:00Z
2\t{"kind": "logout"}\t2021-01-01T00:05:00Z
3\t["a", "b"]\t2021-01-02T00:00:00Z
4\t{}\t2021-01-02T00:10:00Z
""",
    """
id ¦ payload ¦ at
1 ¦ {"kind": "login", "ip": "192.0.2.1"} ¦ 2021-01-01T00:00:00Z
2 ¦ {"kind": "logout"} ¦ 2021-01-01T00:05:00Z
3 ¦ ["a", "b"] ¦ 2021-01-02T00:00:00Z
4 ¦ {} ¦ 2021-01-02T00:10:00Z
""",
)

case(
    "sums at the end in German",
    """
Artikel-Nr.;Bezeichnung;Menge;Betrag
A-100;Schraube M6;200;12,00
A-101;Mutter M6;200;8,00
B-200;Blech, verzinkt;3;45,90
C-300;Öl 1 l;2;19,98
Summe;;405;85,88
""",
    """
Artikel-Nr. ¦ Bezeichnung ¦ Menge ¦ Betrag
A-100 ¦ Schraube M6 ¦ 200 ¦ 12,00
A-101 ¦ Mutter M6 ¦ 200 ¦ 8,00
B-200 ¦ Blech, verzinkt ¦ 3 ¦ 45,90
C-300 ¦ Öl 1 l ¦ 2 ¦ 19,98
""",
    encoding="cp850",
)

case(
    "many lines on the instrument above, with commas",
    """
Instrument: Thermo 7, serial 00412
Operator: Fajar
Site: Bukit Tinggi, north slope
Start: 2021-04-01 00:00:00
Interval: 600 s
Notes: moved on 3 April, see log

Record,Time,T_air,T_soil,RH
1,2021-04-01 00:00:00,18.2,20.1,88
2,2021-04-01 00:10:00,18.1,20.1,88
3,2021-04-01 00:20:00,18.0,20.0,89
4,2021-04-01 00:30:00,17.9,20.0,90
5,2021-04-01 00:40:00,17.9,19.9,90
""",
    """
Record ¦ Time ¦ T_air ¦ T_soil ¦ RH
1 ¦ 2021-04-01 00:00:00 ¦ 18.2 ¦ 20.1 ¦ 88
2 ¦ 2021-04-01 00:10:00 ¦ 18.1 ¦ 20.1 ¦ 88
3 ¦ 2021-04-01 00:20:00 ¦ 18.0 ¦ 20.0 ¦ 89
4 ¦ 2021-04-01 00:30:00 ¦ 17.9 ¦ 20.0 ¦ 90
5 ¦ 2021-04-01 00:40:00 ¦ 17.9 ¦ 19.9 ¦ 90
""",
)

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
