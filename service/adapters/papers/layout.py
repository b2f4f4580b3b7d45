"""The measures of GB/T 9704-2012, and the fonts by name with what stands in for them.

The fonts of the standard are licensed and never shipped: a file names them first. Word shows what its machine has; the
PDF takes the first that this machine has, in the end the open Noto font that comes with the product.
"""

from __future__ import annotations

# Millimetres of an A4 page: margins (top, binding edge), text area.
PAGE = (210.0, 297.0)
TOP, BINDING = 37.0, 28.0
TEXT_WIDTH, TEXT_HEIGHT = 156.0, 225.0
LINES, CHARACTERS = 22, 28
POINTS_PER_MM = 72 / 25.4
# Points: size 3 for text, size 2 for titles, size 4 for page numbers, small size 4 for tables.
BODY_SIZE, TITLE_SIZE, FOOT_SIZE, TABLE_SIZE, ENGLISH_SIZE = 16.0, 22.0, 14.0, 12.0, 10.5
LINE_PITCH = TEXT_HEIGHT * POINTS_PER_MM / LINES
CHARACTER_PITCH = TEXT_WIDTH * POINTS_PER_MM / CHARACTERS
RED = "D0021B"

OPEN_FONTS = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans CJK JP")
BODY_FONTS = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FandolFang R", *OPEN_FONTS)
TITLE_FONTS = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "STZhongsong", *OPEN_FONTS)
HEADING_FONTS = ("SimHei", "黑体", "Noto Sans CJK SC", "Source Han Sans SC", *OPEN_FONTS)
FOOT_FONTS = ("SimSun", "宋体", *OPEN_FONTS)
ENGLISH_FONTS = ("Times New Roman", "Liberation Serif", "Libertinus Serif", *OPEN_FONTS)
# Word's own names, and what it is told to take where a machine has them not.
WORD_BODY, WORD_TITLE, WORD_HEADING, WORD_FOOT, WORD_LATIN = (
    "仿宋_GB2312",
    "方正小标宋简体",
    "黑体",
    "宋体",
    "Times New Roman",
)
WORD_STAND_INS = {
    WORD_BODY: "仿宋",
    WORD_TITLE: "华文中宋",
    "仿宋": "Noto Serif CJK SC",
    WORD_HEADING: "Noto Sans CJK SC",
    WORD_FOOT: "Noto Serif CJK SC",
}
