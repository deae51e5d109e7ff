"""Letters beyond ASCII by how often names and prose use them, and the codecs that hold them.

Each alphabet lists its letters from the commonest on. Ranks stand for frequencies (the n-th letter
about 1/(n + 2), Zipf's law): enough to tell code pages apart, in which wrong letters are rare
letters, capitals within words or no letters at all.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Alphabet:
    """Letters of some languages, lower case, and single-byte codecs for them, commonest first.

    Attributes:
        letters: from the commonest on.
        codecs: Python's names.
        latin: they stand among ASCII letters; else they make words of their own.
        cost: how much less often it is met than the commonest (natural logarithm).
    """

    letters: str
    codecs: tuple[str, ...]
    latin: bool = True
    cost: float = 0.0


WESTERN = ("cp1252", "iso8859-15", "latin-1", "cp850", "mac-roman", "cp437", "cp858")
CENTRAL = ("cp1250", "iso8859-2", "cp852", "mac-latin2", "iso8859-16")
TURKISH = ("cp1254", "cp857", "mac-turkish")
BALTIC = ("cp1257", "cp775", "iso8859-4", "iso8859-13")
CYRILLIC = ("cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic", "cp855")

ALPHABETS = (
    # Of all western languages together, for lists of names from everywhere; then each by itself.
    Alphabet("éüáöíäóçñãèàßêøåúâôëæïîõûùìòýðþœšž", WESTERN),
    Alphabet("éèçàêôîûïâëœùæ", WESTERN, cost=0.5),
    Alphabet("üäößé", WESTERN, cost=0.5),
    Alphabet("íáéóñúü", WESTERN, cost=0.5),
    Alphabet("ãçáéíóõêâúôà", WESTERN, cost=0.5),
    Alphabet("öäåé", WESTERN, cost=0.5),
    Alphabet("øåæé", WESTERN, cost=0.5),
    Alphabet("àèìòùé", WESTERN, cost=0.5),
    Alphabet("áíéðþóöúýæ", WESTERN, cost=1.0),
    Alphabet("łóśńążęźć", CENTRAL, cost=2.0),
    Alphabet("áíéěščřžýůúťňďó", CENTRAL, cost=2.0),
    Alphabet("áéíóúčžšýôľťňĺŕäď", CENTRAL, cost=2.5),
    Alphabet("áéóöőíüúű", CENTRAL, cost=2.0),
    Alphabet("ășțâîşţ", CENTRAL, cost=2.5),
    Alphabet("ćšžčđ", CENTRAL, cost=2.5),
    Alphabet("ışüğöçâîû", TURKISH, cost=2.5),
    Alphabet("ėšžčūįųąęāēīļķņģ", BALTIC, cost=3.0),
    Alphabet("āīēšņļķžūčģ", BALTIC, cost=3.0),
    Alphabet("õäöüšž", BALTIC, cost=3.0),
    Alphabet("ôđ\u0300\u0301ưêâ\u0323ơă\u0303\u0309éáàíúóèòùý", ("cp1258",), cost=4.0),
    Alphabet(
        "оаеинтрсвлкмдпуяьыгзбчйхжшюцщэфёъ",
        CYRILLIC,
        latin=False,
        cost=2.0,
    ),
    Alphabet("оаинеірвткслмудпязьгйбчхцїжюєшщфґ", CYRILLIC, latin=False, cost=3.0),
    Alphabet("аоеиткнрсвлмдупјзгбчшћњжцљђџхѓќѕъщьюя", CYRILLIC, latin=False, cost=3.5),
    Alphabet(
        "αοιετσνηυρπκμλςωγόίάέδχθήύώφξβζψϊϋ",
        ("cp1253", "iso8859-7", "cp737", "cp869", "mac-greek"),
        latin=False,
        cost=3.0,
    ),
    Alphabet(
        "יוהלאמרשתבנםדקעחפכטןגזצסךףץ", ("cp1255", "iso8859-8", "cp862"), latin=False, cost=3.0
    ),
    Alphabet(
        "اليمنرتوبسدحعفهكقةجشأطصىخذإضزغئءظثآؤپگچژک",
        ("cp1256", "iso8859-6", "cp720", "cp864"),
        latin=False,
        cost=3.0,
    ),
    Alphabet("านรกอมเงวัยสลดท่ตค้ปีบ์ิจพหะชใขุำ็แไผโูืณซธถฉภึศฐญฟฎ", ("cp874",), latin=False, cost=3.0),
)

# Commonest signs of family names, given names, places and prose.
CHINESE = (
    "的王李张一刘是陈在杨人赵不了黄中周国吴有大徐孙马这朱上胡海林个来为和地到年生高时出会小说对"
    "何郭市区省县路号北京广东州南江西山河湖浙苏安川罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕卢"
    "蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦史顾侯邵孟龙万段"
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文建华玉红春梅志子天宇晓雪家新日月公司有限"
    "姓名地址电话手机女男"
)
TAIWANESE = (
    "的陳林黃張一李王吳是劉蔡在楊人許不了鄭中謝國洪有大郭邱曾這廖上賴個徐來為周和葉地到蘇年生莊"
    "時呂出會江小說對何羅高蕭市區縣路號北臺台灣南東西山潘簡朱鍾彭游詹胡施沈余盧梁趙顏柯翁魏孫戴"
    "淑美雅惠怡君志明俊宏建華文玉秀英麗雲珍芳婷家豪偉傑香港新公司有限姓名地址電話手機女男"
)
JAPANESE = (
    "のンーイルスにはをトたがでラてとリしアれさクいドるなタジもッロフコシレマっカこバらプきニテキ"
    "田中山本小川村藤佐木井高子大野原松島上石林崎清水一森橋池下西谷口岡内東京美和長谷部市区県町"
    "郎太健明恵幸雄正男女氏名住所電話日年月伊加吉斎渡辺鈴"
)
KOREAN = (
    "이김의박다최는정에강을조윤지장가임한오고서하신은권황안송전홍로기시영민수현도사동성주준경미진"
    "구남북대구부산광인천울세종충청상제원연우유혜숙순희자선옥호철석재용태승훈은나라들어그리해보"
)

# Multi-byte codecs with their signs, and the two-byte rows of signs that are taught in school.
MULTIBYTE = (
    ("gb18030", CHINESE),
    ("big5", TAIWANESE),
    ("cp932", JAPANESE),
    ("euc_jp", JAPANESE),
    ("cp949", KOREAN),
)
