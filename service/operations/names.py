"""How names are found by keyboard: pinyin and initials (lxm finds 李晓明), with surnames read as surnames."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import lazy_pinyin

# Characters that are read otherwise as surnames than elsewhere; two-character surnames come first.
SURNAMES = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "长孙": ("zhang", "sun"),
    "澹台": ("tan", "tai"),
    "单于": ("chan", "yu"),
    "尉": ("wei",),
    "单": ("shan",),
    "曾": ("zeng",),
    "仇": ("qiu",),
    "解": ("xie",),
    "区": ("ou",),
    "查": ("zha",),
    "朴": ("piao",),
    "盖": ("ge",),
    "任": ("ren",),
    "乐": ("yue",),
    "华": ("hua",),
    "覃": ("qin",),
    "缪": ("miao",),
    "召": ("shao",),
    "秘": ("bi",),
    "洗": ("xian",),
    "冼": ("xian",),
    "折": ("she",),
    "黑": ("he",),
    "员": ("yun",),
    "种": ("chong",),
    "繁": ("po",),
    "重": ("chong",),
    "翟": ("zhai",),
    "能": ("nai",),
    "都": ("du",),
    "句": ("gou",),
    "柏": ("bai",),
    "贲": ("ben",),
    "祭": ("zhai",),
    "晁": ("chao",),
    "么": ("yao",),
    "薄": ("bo",),
    "宓": ("mi",),
    "莘": ("shen",),
    "阚": ("kan",),
    "宁": ("ning",),
    "车": ("che",),
    "石": ("shi",),
    "燕": ("yan",),
    "应": ("ying",),
    "曲": ("qu",),
    "葛": ("ge",),
    "纪": ("ji",),
    "逄": ("pang",),
    "令": ("ling",),
    "牟": ("mu",),
    "那": ("na",),
    "隗": ("wei",),
    "郗": ("xi",),
    "谌": ("chen",),
    "钭": ("tou",),
    "臧": ("zang",),
    "卜": ("bu",),
}
NOT_LETTERS = re.compile(r"[^a-z0-9]")
LONGEST_PINYIN, LONGEST_INITIALS = 160, 32


@lru_cache(maxsize=65536)
def syllables(name: str, person: bool = True) -> tuple[str, ...]:
    """The syllables of a name in lower case without tones (ü as v); Latin words and digits stay whole."""
    name = name.strip()
    read: tuple[str, ...] = ()
    if person:
        for length in (2, 1):
            if len(name) > length and name[:length] in SURNAMES:
                read, name = SURNAMES[name[:length]], name[length:]
                break
    found = (NOT_LETTERS.sub("", part.lower()) for part in lazy_pinyin(name))
    return read + tuple(part for part in found if part)


def pinyin_of(name: str, person: bool = True) -> str:
    """`lixiaoming` for 李晓明; `person=False` reads no surname (units, zones)."""
    return "".join(syllables(name, person))[:LONGEST_PINYIN]


def initials_of(name: str, person: bool = True) -> str:
    """`lxm` for 李晓明; digits stay whole (`jsl2` for 建设路2)."""
    return "".join(part if part.isdigit() else part[0] for part in syllables(name, person))[:LONGEST_INITIALS]


def matches(query: str, name: str, *others: str | None, person: bool = False) -> bool:
    """Whether a name (or a code, number, short name) is what somebody types: part of it, of its pinyin or initials."""
    wanted = query.strip().lower()
    if not wanted or any(wanted in (text or "").lower() for text in (name, *others)):
        return True
    letters = wanted.replace(" ", "").replace("'", "").replace("ü", "v")
    return bool(letters) and (letters in pinyin_of(name, person) or letters in initials_of(name, person))
