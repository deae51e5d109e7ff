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
