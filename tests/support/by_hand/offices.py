"""As statistical offices lay their tables out."""

from by_hand.case import case

case(
    "header of two rows, years over sexes",
    """
Region,2019,,2020,
,Male,Female,Male,Female
North,1201,1254,1210,1266
South,870,901,866,899
East,455,430,460,441
West,1999,2050,2003,2061
Islands,87,91,85,90
""",
    """
Region ¦ 2019 Male ¦ 2019 Female ¦ 2020 Male ¦ 2020 Female
North ¦ 1201 ¦ 1254 ¦ 1210 ¦ 1266
South ¦ 870 ¦ 901 ¦ 866 ¦ 899
East ¦ 455 ¦ 430 ¦ 460 ¦ 441
West ¦ 1999 ¦ 2050 ¦ 2003 ¦ 2061
Islands ¦ 87 ¦ 91 ¦ 85 ¦ 90
""",
)

case(
    "table of a yearbook: number, title, header of three rows with the columns numbered, notes",
    """
Tabel 4.1.3,,,,
"Jumlah Sekolah, Guru, dan Murid menurut Kecamatan, 2020",,,,
,,,,
Kecamatan,Sekolah,,Guru,Murid
,Negeri,Swasta,,
(1),(2),(3),(4),(5)
Arjasari,12,3,145,2310
Banjarwangi,9,1,98,1544
Cikalong,15,4,177,2904
Dukuhseti,7,0,66,1002
Embaloh,11,2,120,1871
Jumlah,54,10,606,9631
,,,,
Sumber: Dinas Pendidikan,,,,
Catatan: angka sementara,,,,
""",
    """
Kecamatan (1) ¦ Sekolah Negeri (2) ¦ Sekolah Swasta (3) ¦ Guru (4) ¦ Murid (5)
Arjasari ¦ 12 ¦ 3 ¦ 145 ¦ 2310
Banjarwangi ¦ 9 ¦ 1 ¦ 98 ¦ 1544
Cikalong ¦ 15 ¦ 4 ¦ 177 ¦ 2904
Dukuhseti ¦ 7 ¦ 0 ¦ 66 ¦ 1002
Embaloh ¦ 11 ¦ 2 ¦ 120 ¦ 1871
""",
)

case(
    "total and notes below, marks for missing values",
    """
Occupation;Employed;Unemployed;Rate
Farmers;12 410;310;2,4
Fishers;3 002;..;..
Teachers;5 118;96;1,8
Nurses;2 760;x;x
Drivers;4 433;501;10,2
Total;27 723;907;3,3

.. not available
x  suppressed
Source: Labour Force Survey
""",
    """
Occupation ¦ Employed ¦ Unemployed ¦ Rate
Farmers ¦ 12 410 ¦ 310 ¦ 2,4
Fishers ¦ 3 002 ¦ .. ¦ ..
Teachers ¦ 5 118 ¦ 96 ¦ 1,8
Nurses ¦ 2 760 ¦ x ¦ x
Drivers ¦ 4 433 ¦ 501 ¦ 10,2
""",
)

case(
    "two tables, each with its title",
    """
Table 1. Births by month
Month,Births
January,812
February,755
March,830
April,799
May,841

Table 2. Deaths by month and sex
Month,Male,Female
January,301,288
February,290,270
March,310,305
April,297,281
May,288,276
""",
    """
Month ¦ Births
January ¦ 812
February ¦ 755
March ¦ 830
April ¦ 799
May ¦ 841
""",
    """
Month ¦ Male ¦ Female
January ¦ 301 ¦ 288
February ¦ 290 ¦ 270
March ¦ 310 ¦ 305
April ¦ 297 ¦ 281
May ¦ 288 ¦ 276
""",
)

case(
    "two tables side by side",
    """
Month,Births,,Month,Weddings
January,812,,January,120
February,755,,February,98
March,830,,March,143
April,799,,April,160
May,841,,May,155
""",
    """
Month ¦ Births
January ¦ 812
February ¦ 755
March ¦ 830
April ¦ 799
May ¦ 841
""",
    """
Month ¦ Weddings
January ¦ 120
February ¦ 98
March ¦ 143
April ¦ 160
May ¦ 155
""",
)

case(
    "tabs, values padded with blanks",
    """
Kode\tKabupaten        \tLuas    \tPenduduk
3201\tBogor            \t2 710,62\t5427068
3202\tSukabumi         \t4 145,70\t2725450
3203\tCianjur          \t3 840,16\t2477560
3204\tBandung          \t1 767,96\t3623790
3205\tGarut            \t3 074,07\t2585607
""",
    """
Kode ¦ Kabupaten ¦ Luas ¦ Penduduk
3201 ¦ Bogor ¦ 2 710,62 ¦ 5427068
3202 ¦ Sukabumi ¦ 4 145,70 ¦ 2725450
3203 ¦ Cianjur ¦ 3 840,16 ¦ 2477560
3204 ¦ Bandung ¦ 1 767,96 ¦ 3623790
3205 ¦ Garut ¦ 3 074,07 ¦ 2585607
""",
)

case(
    "lines that name a group of the rows below them",
    """
Area,Households,Persons
Regencies,,
Bandara,1201,4890
Cilaut,880,3567
Darmasari,1502,6011
Ekasari,640,2588
Cities,,
Kotabaru,2210,8005
Pelabuhan,1777,6460
Tambang,905,3501
""",
    """
Area ¦ Households ¦ Persons
Bandara ¦ 1201 ¦ 4890
Cilaut ¦ 880 ¦ 3567
Darmasari ¦ 1502 ¦ 6011
Ekasari ¦ 640 ¦ 2588
Kotabaru ¦ 2210 ¦ 8005
Pelabuhan ¦ 1777 ¦ 6460
Tambang ¦ 905 ¦ 3501
""",
)

case(
    "blank line between header and rows, footnotes with marks",
    """
"Marriages and divorces, 2015 to 2020"

Year|Marriages|Divorces1)|Rate2)

2015|10211|1402|13.7
2016|10100|1433|14.2
2017|9985|1501|15.0
2018|9902|1533|15.5
2019|9870|1608|16.3
2020|7011|1320|18.8

1) decrees absolute
2) divorces per 100 marriages
""",
    """
Year ¦ Marriages ¦ Divorces1) ¦ Rate2)
2015 ¦ 10211 ¦ 1402 ¦ 13.7
2016 ¦ 10100 ¦ 1433 ¦ 14.2
2017 ¦ 9985 ¦ 1501 ¦ 15.0
2018 ¦ 9902 ¦ 1533 ¦ 15.5
2019 ¦ 9870 ¦ 1608 ¦ 16.3
2020 ¦ 7011 ¦ 1320 ¦ 18.8
""",
)

case(
    "years across, first column without a name",
    """
,2016,2017,2018,2019
Wheat,41.2,40.8,43.0,44.1
Rice,88.0,89.5,90.1,87.7
Maize,12.9,13.3,13.0,14.2
Barley,7.7,7.1,6.9,7.4
Cassava,20.0,21.5,22.2,21.9
""",
    """
¦ 2016 ¦ 2017 ¦ 2018 ¦ 2019
Wheat ¦ 41.2 ¦ 40.8 ¦ 43.0 ¦ 44.1
Rice ¦ 88.0 ¦ 89.5 ¦ 90.1 ¦ 87.7
Maize ¦ 12.9 ¦ 13.3 ¦ 13.0 ¦ 14.2
Barley ¦ 7.7 ¦ 7.1 ¦ 6.9 ¦ 7.4
Cassava ¦ 20.0 ¦ 21.5 ¦ 22.2 ¦ 21.9
""",
)
