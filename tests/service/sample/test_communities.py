"""Lists of communities: both forms are read, everyday names made, and wrong rows named."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.messages import InvalidInput
from service.sample.communities import plain_community, read_communities, spread
from service.sample.geography import Point, inside, known_outline, to_gcj02, to_wgs84

HEAD = "code12,street,name,type,ur_class,lng_gcj02,lat_gcj02\n"


def write(folder: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path = folder / "communities.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_the_list_shipped_has_the_communities_of_the_district() -> None:
    source = read_communities()
    assert (source.code, source.name, len(source.places)) == ("430204", "石峰区", 45)
    assert sum(place.village for place in source.places) == 9
    assert sum(place.point is not None for place in source.places) == 14
    assert all(inside(place.point, source.outline) for place in source.places if place.point)


def test_a_list_in_the_adcode_form_is_read_with_the_district_name(tmp_path: Path) -> None:
    rows = [
        "999901000000,999900000000,试验区,county,3,999901,,,,f,f,f,113.2,27.8,,甲省,乙市,试验区,,",
        "999901001000,999901000000,东街道办事处,town,4,999901,,,,f,f,f,,,,甲省,乙市,试验区,东街道办事处,",
        "999901001001,999901001000,一号社区居委会,village,5,999901,,,111,f,f,f,113.2,27.8,,甲省,乙市,试验区,东街道办事处,",
        "999901001002,999901001000,二号村委会,village,5,999901,,,220,f,f,f,,,,甲省,乙市,试验区,东街道办事处,",
    ]
    source = read_communities(write(tmp_path, "\n".join(rows)))
    assert (source.code, source.name) == ("999901", "试验区")
    assert [(p.name, p.subdistrict, p.village, p.point is None) for p in source.places] == [
        ("一号社区", "东街道", False, False),
        ("二号村", "东街道", True, True),
    ]


@pytest.mark.parametrize(
    ("official", "plain"),
    [
        ("田心社区居委会", "田心社区"),
        ("田心村社区居委会", "田心村社区"),
        ("中山居委会", "中山社区"),
        ("红旗社区居民委员会", "红旗社区"),
        ("白马村委会", "白马村"),
        ("白马村村民委员会", "白马村"),
        ("先锋社区", "先锋社区"),
        ("茅太新村", "茅太新村"),
    ],
)
def test_a_community_is_called_by_its_everyday_name(official: str, plain: str) -> None:
    assert plain_community(official) == plain


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        (HEAD + "43020400100,东街道,一号社区,社区,111,,\n", "code12", "第2行"),
        (HEAD + "430204001001,,一号社区,社区,111,,\n", "street", "第2行"),
        (HEAD + "430204001001,东街道,,社区,111,,\n", "name", "第2行"),
        (HEAD + "430204001001,东街道,一号社区,社区,111,213.1,27.8\n", "lng", "213.1"),
        (HEAD + "430204001001,东街道,一号社区,社区,111,113.1,north\n", "lat", "north"),
        (HEAD + "430204001001,东街道,一号社区,社区,111,113.1,\n", "lat", "第2行"),
        (HEAD + "430204001001,东街道,一号,社区,111,,\n430204001001,东街道,二号,社区,111,,\n", "code12", "重复"),
        ("code12,name\n430204001001,一号社区\n", "street", "缺少列"),
        ("430204001001,430204001000,一号社区,village\n", "columns", "第1行"),
    ],
)
def test_a_wrong_row_is_named_with_its_column_and_value(tmp_path: Path, text: str, field: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        read_communities(write(tmp_path, text))
    assert [problem.field for problem in refused.value.problems] == [field]


@pytest.mark.parametrize(("text", "encoding"), [("", "utf-8"), (HEAD, "utf-8"), (HEAD + "石峰区田心街道", "gbk")])
def test_an_empty_or_unreadable_file_is_refused(tmp_path: Path, text: str, encoding: str) -> None:
    with pytest.raises(InvalidInput, match=r"communities\.csv"):
        read_communities(write(tmp_path, text, encoding))


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"nowhere\.csv"):
        read_communities(tmp_path / "nowhere.csv")


def test_a_small_sample_takes_communities_from_all_over_the_district() -> None:
    chosen = spread(read_communities().places, 5)
    assert len(chosen) == 5
    assert len({place.subdistrict for place in chosen}) >= 4


@pytest.mark.parametrize(
    ("true", "seen"),
    [
        # Published pairs of the conversion: Beijing, Shanghai, Shenzhen.
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ],
)
def test_the_datum_is_converted_and_back(true: Point, seen: Point) -> None:
    assert to_gcj02(true) == pytest.approx(seen, abs=1e-6)
    assert to_wgs84(seen) == pytest.approx(true, abs=1e-6)


def test_a_point_is_inside_or_outside_the_outline() -> None:
    square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    assert inside((1.0, 1.0), square)
    assert not inside((3.0, 1.0), square)
    assert inside((3.0, 1.0), [])
    assert inside((113.10, 27.89), known_outline())
