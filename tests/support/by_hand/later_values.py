"""Typed after the reader had been changed in view of the other files, and before it saw these."""

from functools import partial

from by_hand import case as kept

case = partial(kept.case, later=True)

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
