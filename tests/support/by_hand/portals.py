"""As portals of open data publish them."""

from by_hand.case import case

case(
    "title, header, units; semicolons, decimal commas, notes below",
    """
Einwohner und Fläche der Gemeinden;;;
Stand: 31.12.2020;;;
;;;
Gemeinde;Einwohner;Fläche;Kaufkraft
;Personen;km²;EUR/Kopf
Außerbüren;12.345;45,7;21.340,50
Brückfeld;3.210;12,25;19.870,00
Grünau;871;8,1;20.115,75
Königsried;45.002;101,33;23.001,10
Möhrenbach;1.999;27,0;18.450,00
Übersee am Moos;640;5,55;22.222,22

Quelle: Statistisches Amt des Kreises
""",
    """
Gemeinde ¦ Einwohner Personen ¦ Fläche km² ¦ Kaufkraft EUR/Kopf
Außerbüren ¦ 12.345 ¦ 45,7 ¦ 21.340,50
Brückfeld ¦ 3.210 ¦ 12,25 ¦ 19.870,00
Grünau ¦ 871 ¦ 8,1 ¦ 20.115,75
Königsried ¦ 45.002 ¦ 101,33 ¦ 23.001,10
Möhrenbach ¦ 1.999 ¦ 27,0 ¦ 18.450,00
Übersee am Moos ¦ 640 ¦ 5,55 ¦ 22.222,22
""",
    encoding="cp1252",
    end="\r\n",
)

case(
    "columns and rows of nothing, as a sheet saved with too wide a selection",
    """
School,District,Pupils,,,
SDN 1 Melati,North,231,,,
SDN 2 Melati,North,187,,,
SMP Harapan,South,402,,,
,,,,,
SMA Cahaya,South,389,,,
SDN Kenanga,East,95,,,
,,,,,
,,,,,
""",
    """
School ¦ District ¦ Pupils
SDN 1 Melati ¦ North ¦ 231
SDN 2 Melati ¦ North ¦ 187
SMP Harapan ¦ South ¦ 402
SMA Cahaya ¦ South ¦ 389
SDN Kenanga ¦ East ¦ 95
""",
    encoding="utf-8-sig",
    end="\r\n",
)

case(
    "wide, one row",
    """
station_id,name,lat,lon,elevation_m,opened,operator,owner,contact,website,status,sensor,interval_min
ST-0417,Bukit Tinggi 2,-0.3051,100.3692,927,1998-04-01,Dinas Air,Province,air@example.org,https://example.org/st/0417,active,Vaisala WXT,10
""",
    """
station_id ¦ name ¦ lat ¦ lon ¦ elevation_m ¦ opened ¦ operator ¦ owner ¦ contact ¦ website ¦ status ¦ sensor ¦ interval_min
ST-0417 ¦ Bukit Tinggi 2 ¦ -0.3051 ¦ 100.3692 ¦ 927 ¦ 1998-04-01 ¦ Dinas Air ¦ Province ¦ air@example.org ¦ https://example.org/st/0417 ¦ active ¦ Vaisala WXT ¦ 10
""",
)

case(
    "one column",
    """
postcode
16111
16112
16113

16114
16115
""",
    """
postcode
16111
16112
16113
16114
16115
""",
)

case("a header alone", "id,name,address,phone\n", "id ¦ name ¦ address ¦ phone")

case(
    "figures with thousands separators in quotes",
    """
Ministry,Budget 2019,Budget 2020,Change
Health,"1,204,500","1,310,000","105,500"
Education,"2,100,000","2,090,250","-9,750"
Transport,"990,001","1,000,000","9,999"
Works,"87,400","87,400",0
Sport,999,"1,001",2
""",
    """
Ministry ¦ Budget 2019 ¦ Budget 2020 ¦ Change
Health ¦ 1,204,500 ¦ 1,310,000 ¦ 105,500
Education ¦ 2,100,000 ¦ 2,090,250 ¦ -9,750
Transport ¦ 990,001 ¦ 1,000,000 ¦ 9,999
Works ¦ 87,400 ¦ 87,400 ¦ 0
Sport ¦ 999 ¦ 1,001 ¦ 2
""",
)

case(
    "JSON and shapes inside values",
    '''
id,geom,tags
1,"POINT (106.80 -6.59)","{""kind"": ""well"", ""depth"": 12}"
2,"LINESTRING (106.1 -6.2, 106.2 -6.3)","{""kind"": ""pipe"", ""parts"": [1, 2]}"
3,"POINT (106.84 -6.61)",{}
4,,"{""kind"": ""tank""}"
5,"POLYGON ((0 0, 0 1, 1 1, 0 0))","{""note"": ""says \\""dry\\""""}"
''',
    """
id ¦ geom ¦ tags
1 ¦ POINT (106.80 -6.59) ¦ {"kind": "well", "depth": 12}
2 ¦ LINESTRING (106.1 -6.2, 106.2 -6.3) ¦ {"kind": "pipe", "parts": [1, 2]}
3 ¦ POINT (106.84 -6.61) ¦ {}
4 ¦  ¦ {"kind": "tank"}
5 ¦ POLYGON ((0 0, 0 1, 1 1, 0 0)) ¦ {"note": "says \\"dry\\""}
""",
)

case(
    "comments that hold as many delimiters as rows",
    """
# Air quality, hourly, preliminary, not validated
# columns: time, station, pm10, no2
time,station,pm10,no2
2021-05-01T00:00,ST1,21.5,14
2021-05-01T01:00,ST1,20.1,13
2021-05-01T02:00,ST1,19.7,11
# sensor changed, calibrated, see log, ok
2021-05-01T03:00,ST1,30.2,12
2021-05-01T04:00,ST1,31.0,15
2021-05-01T05:00,ST1,29.4,19
""",
    """
time ¦ station ¦ pm10 ¦ no2
2021-05-01T00:00 ¦ ST1 ¦ 21.5 ¦ 14
2021-05-01T01:00 ¦ ST1 ¦ 20.1 ¦ 13
2021-05-01T02:00 ¦ ST1 ¦ 19.7 ¦ 11
2021-05-01T03:00 ¦ ST1 ¦ 30.2 ¦ 12
2021-05-01T04:00 ¦ ST1 ¦ 31.0 ¦ 15
2021-05-01T05:00 ¦ ST1 ¦ 29.4 ¦ 19
""",
)

case(
    "addresses over several lines, names of columns too",
    """
"Licence
No",Holder,"Address
(registered)",Granted
L-001,Toko Sinar,"Jalan Mawar 3
RT 2
Bogor",2019-01-15
L-002,CV Maju,"Gang Melati 9, Solo",2019-02-20
L-003,Warung Ibu Tini,"Pasar Baru
Blok C/12",2019-02-28
L-004,UD Sentosa,,2019-03-07
""",
    """
Licence⏎No ¦ Holder ¦ Address⏎(registered) ¦ Granted
L-001 ¦ Toko Sinar ¦ Jalan Mawar 3⏎RT 2⏎Bogor ¦ 2019-01-15
L-002 ¦ CV Maju ¦ Gang Melati 9, Solo ¦ 2019-02-20
L-003 ¦ Warung Ibu Tini ¦ Pasar Baru⏎Blok C/12 ¦ 2019-02-28
L-004 ¦ UD Sentosa ¦  ¦ 2019-03-07
""",
)

case(
    "a sentence above, a line of contact below, no blank line between",
    """
This file lists all licensed clinics as of March 2021. Figures are not audited.
Clinic;Town;Beds;Opened
Klinik Sehat;Bogor;12;1999
Klinik Harapan Ibu;Solo;8;2004
RB Kasih;Medan;5;2011
Klinik Pratama;Padang;20;1987
Questions: clinics@example.org
""",
    """
Clinic ¦ Town ¦ Beds ¦ Opened
Klinik Sehat ¦ Bogor ¦ 12 ¦ 1999
Klinik Harapan Ibu ¦ Solo ¦ 8 ¦ 2004
RB Kasih ¦ Medan ¦ 5 ¦ 2011
Klinik Pratama ¦ Padang ¦ 20 ¦ 1987
""",
)
