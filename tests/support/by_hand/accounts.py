"""As lists of accounts are handed round."""

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
