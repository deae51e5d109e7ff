"""As business software and spreadsheets export them."""

from by_hand.case import case

case(
    "list printed in pages: ruled, bars at both ends, title and header on each page",
    """
16.03.2021               Dynamic List Display               1
--------------------------------------------------------------
|Vendor|Name                |City    |Balance     |Blocked   |
--------------------------------------------------------------
|100001|PT Mawar Abadi      |Bogor   |  1.250,00  |          |
|100002|CV Karya            |Solo    |     88,10- |X         |
|100007|UD Sumber Rejeki    |Medan   | 12.000,00  |          |
|100010|Toko Besi Jaya      |Padang  |      0,00  |          |
--------------------------------------------------------------

16.03.2021               Dynamic List Display               2
--------------------------------------------------------------
|Vendor|Name                |City    |Balance     |Blocked   |
--------------------------------------------------------------
|100011|PT Laut Biru        |Ambon   |    410,00  |X         |
|100015|Apotek Waras        |Tegal   |  2.004,55  |          |
|100020|CV Angin Timur      |Kupang  |     17,20  |          |
--------------------------------------------------------------
""",
    """
Vendor ¦ Name ¦ City ¦ Balance ¦ Blocked
100001 ¦ PT Mawar Abadi ¦ Bogor ¦ 1.250,00 ¦
100002 ¦ CV Karya ¦ Solo ¦ 88,10- ¦ X
100007 ¦ UD Sumber Rejeki ¦ Medan ¦ 12.000,00 ¦
100010 ¦ Toko Besi Jaya ¦ Padang ¦ 0,00 ¦
100011 ¦ PT Laut Biru ¦ Ambon ¦ 410,00 ¦ X
100015 ¦ Apotek Waras ¦ Tegal ¦ 2.004,55 ¦
100020 ¦ CV Angin Timur ¦ Kupang ¦ 17,20 ¦
""",
)

case(
    "sep line and leading noughts kept by formulas",
    """
sep=;
EmployeeNo;Name;Phone;Hired
="000123";Ani Lestari;="0812345678";02.01.2015
="000124";Budi Santoso;="0812345679";15.07.2016
="000200";Citra Dewi;="0856000111";01.03.2018
="001001";Dewi Ayu;="0813999888";30.11.2019
="001002";Eka Putra;="0877123123";01.01.2020
""",
    """
EmployeeNo ¦ Name ¦ Phone ¦ Hired
000123 ¦ Ani Lestari ¦ 0812345678 ¦ 02.01.2015
000124 ¦ Budi Santoso ¦ 0812345679 ¦ 15.07.2016
000200 ¦ Citra Dewi ¦ 0856000111 ¦ 01.03.2018
001001 ¦ Dewi Ayu ¦ 0813999888 ¦ 30.11.2019
001002 ¦ Eka Putra ¦ 0877123123 ¦ 01.01.2020
""",
    end="\r\n",
)

case(
    "formulas that keep noughts, in quotes of their own",
    '''
"Order","Customer","Postcode","Total"
"=""00017""","Ani, Bogor","=""01611""","12.50"
"=""00018""","Budi, Solo","=""05711""","8.00"
"=""00021""","Citra, Medan","=""02011""","103.25"
"=""00022""","Dewi, Padang","=""02511""","77.77"
''',
    """
Order ¦ Customer ¦ Postcode ¦ Total
00017 ¦ Ani, Bogor ¦ 01611 ¦ 12.50
00018 ¦ Budi, Solo ¦ 05711 ¦ 8.00
00021 ¦ Citra, Medan ¦ 02011 ¦ 103.25
00022 ¦ Dewi, Padang ¦ 02511 ¦ 77.77
""",
)

case(
    "every line in quotes as a whole",
    '''
"id,name,remark"
"1,Ani Lestari,""likes tea, no sugar"""
"2,Budi Santoso,none"
"3,Citra Dewi,""said """"no"""" twice"""
"4,Dewi Ayu,"
"5,Eka Putra,moved"
''',
    """
id ¦ name ¦ remark
1 ¦ Ani Lestari ¦ likes tea, no sugar
2 ¦ Budi Santoso ¦ none
3 ¦ Citra Dewi ¦ said "no" twice
4 ¦ Dewi Ayu ¦
5 ¦ Eka Putra ¦ moved
""",
)

case(
    "amounts with currency and the minus behind, ISO 8859-15",
    """
Konto;Bezeichnung;Soll;Haben
1000;Kasse;1.234,56 €;0,00 €
1200;Bank;45.000,00 €;12.300,10-€
1400;Forderungen;880,00 €;0,00 €
4400;Erlöse;0,00 €;99.999,99 €
6300;Büromaterial;77,10 €;0,00 €
""",
    """
Konto ¦ Bezeichnung ¦ Soll ¦ Haben
1000 ¦ Kasse ¦ 1.234,56 € ¦ 0,00 €
1200 ¦ Bank ¦ 45.000,00 € ¦ 12.300,10-€
1400 ¦ Forderungen ¦ 880,00 € ¦ 0,00 €
4400 ¦ Erlöse ¦ 0,00 € ¦ 99.999,99 €
6300 ¦ Büromaterial ¦ 77,10 € ¦ 0,00 €
""",
    encoding="iso-8859-15",
)

case(
    "a blank line after every row",
    """
Invoice,Date,Customer,Amount

F-1001,2021-01-04,CV Karya,120.00

F-1002,2021-01-05,Toko Besi,75.50

F-1003,2021-01-05,PT Mawar,1300.00

F-1004,2021-01-09,CV Karya,15.25

F-1005,2021-01-11,UD Sumber,410.00

""",
    """
Invoice ¦ Date ¦ Customer ¦ Amount
F-1001 ¦ 2021-01-04 ¦ CV Karya ¦ 120.00
F-1002 ¦ 2021-01-05 ¦ Toko Besi ¦ 75.50
F-1003 ¦ 2021-01-05 ¦ PT Mawar ¦ 1300.00
F-1004 ¦ 2021-01-09 ¦ CV Karya ¦ 15.25
F-1005 ¦ 2021-01-11 ¦ UD Sumber ¦ 410.00
""",
)

case(
    "inches and quotes of their own in values, bars",
    """
Item|Description|Stock|Price
A-17|Monitor 24" wide|12|1450000
A-18|Pipe 3/4"|200|18000
B-02|"Jaya" brand glue|37|9500
B-03|Screen 14" ("refurbished")|4|800000
C-01|Rope|55|12000
""",
    """
Item ¦ Description ¦ Stock ¦ Price
A-17 ¦ Monitor 24" wide ¦ 12 ¦ 1450000
A-18 ¦ Pipe 3/4" ¦ 200 ¦ 18000
B-02 ¦ "Jaya" brand glue ¦ 37 ¦ 9500
B-03 ¦ Screen 14" ("refurbished") ¦ 4 ¦ 800000
C-01 ¦ Rope ¦ 55 ¦ 12000
""",
)

case(
    "what the report is of above, one pair a line",
    """
Company:;PT Mawar Abadi
Report:;Payroll, all branches
Printed:;03.05.2021 08:15
Period:;April 2021

No;Employee;Branch;Basic;Allowance;Net
1;Ani Lestari;Bogor;4.500.000;500.000;4.750.000
2;Budi Santoso;Solo;4.200.000;450.000;4.417.500
3;Citra Dewi;Bogor;6.100.000;900.000;6.650.000
4;Dewi Ayu;Medan;3.900.000;300.000;3.990.000
5;Eka Putra;Solo;4.000.000;350.000;4.132.500

Total;;;22.700.000;2.500.000;23.940.000
Prepared by: Fajar
""",
    """
No ¦ Employee ¦ Branch ¦ Basic ¦ Allowance ¦ Net
1 ¦ Ani Lestari ¦ Bogor ¦ 4.500.000 ¦ 500.000 ¦ 4.750.000
2 ¦ Budi Santoso ¦ Solo ¦ 4.200.000 ¦ 450.000 ¦ 4.417.500
3 ¦ Citra Dewi ¦ Bogor ¦ 6.100.000 ¦ 900.000 ¦ 6.650.000
4 ¦ Dewi Ayu ¦ Medan ¦ 3.900.000 ¦ 300.000 ¦ 3.990.000
5 ¦ Eka Putra ¦ Solo ¦ 4.000.000 ¦ 350.000 ¦ 4.132.500
""",
)

case(
    "end of the report said in words",
    """
CUSTOMER,ORDER DATE,QTY,VALUE
C0001,04/01/2021,3,120.00
C0002,04/01/2021,1,75.50
C0001,05/01/2021,12,1300.00
C0017,09/01/2021,2,15.25
C0023,11/01/2021,7,410.00
5 records exported
*** End of report ***
""",
    """
CUSTOMER ¦ ORDER DATE ¦ QTY ¦ VALUE
C0001 ¦ 04/01/2021 ¦ 3 ¦ 120.00
C0002 ¦ 04/01/2021 ¦ 1 ¦ 75.50
C0001 ¦ 05/01/2021 ¦ 12 ¦ 1300.00
C0017 ¦ 09/01/2021 ¦ 2 ¦ 15.25
C0023 ¦ 11/01/2021 ¦ 7 ¦ 410.00
""",
)

case(
    "row numbers without a name, as a data frame is written",
    """
,name,age,score
0,Ani,34,0.81
1,Budi,51,0.44
2,Citra,29,0.93
3,Dewi,47,0.5
4,Eka,38,0.67
""",
    """
¦ name ¦ age ¦ score
0 ¦ Ani ¦ 34 ¦ 0.81
1 ¦ Budi ¦ 51 ¦ 0.44
2 ¦ Citra ¦ 29 ¦ 0.93
3 ¦ Dewi ¦ 47 ¦ 0.5
4 ¦ Eka ¦ 38 ¦ 0.67
""",
)

case(
    "row numbers, which the header leaves out, as R writes them",
    """
"name" "age" "score"
"1" "Ani Lestari" 34 0.81
"2" "Budi Santoso" 51 0.44
"3" "Citra Dewi" 29 0.93
"4" "Dewi Ayu" 47 0.5
"5" "Eka Putra" 38 0.67
""",
    """
¦ name ¦ age ¦ score
1 ¦ Ani Lestari ¦ 34 ¦ 0.81
2 ¦ Budi Santoso ¦ 51 ¦ 0.44
3 ¦ Citra Dewi ¦ 29 ¦ 0.93
4 ¦ Dewi Ayu ¦ 47 ¦ 0.5
5 ¦ Eka Putra ¦ 38 ¦ 0.67
""",
)
