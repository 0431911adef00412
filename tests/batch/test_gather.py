"""Which files are checked: in depth, each once, in one order; and what is said of those passed over."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from places import WORKBOOKS

from jixiao.batch.gather import Gathered, gather
from jixiao.batch.record import content_of
from jixiao.cli import main
from jixiao.reading import Limits, Refused


def files(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    return folder


def found(gathered: Gathered) -> list[str]:
    return [source.relative for source in gathered.sources]


def skipped(gathered: Gathered) -> list[tuple[str, str]]:
    return [(Path(each.path).name, each.why) for each in gathered.skipped]


# -- folders


def test_a_folder_is_searched_in_depth_in_one_order(tmp_path: Path) -> None:
    files(tmp_path, "b.xlsx", "乙/表.xlsm", "a.XLSX", "甲/下/表.xls", "说明.docx", "甲/表.et")
    gathered = gather([str(tmp_path)])
    assert found(gathered) == ["a.XLSX", "b.xlsx", "乙/表.xlsm", "甲/下/表.xls", "甲/表.et"]
    assert gathered.tops == {str(tmp_path)}
    assert gathered.root == tmp_path
    assert [source.path for source in gathered.sources] == [str(tmp_path / name) for name in found(gathered)]


def test_temporary_files_are_passed_over_with_a_word(tmp_path: Path) -> None:
    files(tmp_path, "表.xlsx", "~$表.xlsx", ".~表.xlsx", "._表.xlsx", "E4A1.tmp", "表.xlsx.tmp", "~$说明.docx")
    gathered = gather([str(tmp_path)])
    assert found(gathered) == ["表.xlsx"]
    names = ["._表.xlsx", ".~表.xlsx", "E4A1.tmp", "表.xlsx.tmp", "~$表.xlsx"]
    assert sorted(skipped(gathered)) == sorted((name, "temporary") for name in names)


def test_files_named_twice_are_checked_once_and_named_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files(tmp_path, "甲/表.xlsx", "乙/表.xlsx")
    monkeypatch.chdir(tmp_path)
    gathered = gather(["甲", "乙", str(Path("甲") / "表.xlsx")])
    assert [source.path for source in gathered.sources] == [str(Path("甲", "表.xlsx")), str(Path("乙", "表.xlsx"))]
    assert found(gathered) == ["甲/表.xlsx", "乙/表.xlsx"]
    assert gathered.root is None
    assert [source.path for source in gather(["."]).sources] == [str(Path("乙", "表.xlsx")), str(Path("甲", "表.xlsx"))]


def test_a_pattern_that_the_shell_left_alone_is_followed(tmp_path: Path) -> None:
    files(tmp_path, "a1.xlsx", "a2.xlsx", "b.xlsx", "下/a3.xlsx")
    assert found(gather([str(tmp_path / "a*.xlsx")])) == ["a1.xlsx", "a2.xlsx"]
    assert found(gather([str(tmp_path / "**" / "a*.xlsx")])) == ["a1.xlsx", "a2.xlsx", "a3.xlsx"]
    assert gather([str(tmp_path / "c*.xlsx")]).lacking == ((str(tmp_path / "c*.xlsx"), ""),)
    files(tmp_path, "表[1].xlsx")
    assert found(gather([str(tmp_path / "表[1].xlsx")])) == ["表[1].xlsx"]


def test_what_does_not_exist_is_named_with_what_may_have_been_meant(tmp_path: Path) -> None:
    files(tmp_path, "自评表.xlsx")
    gathered = gather([str(tmp_path / "自评表.xlxs"), "a\0b"])
    assert gathered.lacking == ((str(tmp_path / "自评表.xlxs"), str(tmp_path / "自评表.xlsx")), ("a\0b", ""))


def test_what_is_no_form_is_left_out_wherever_it_lies(tmp_path: Path) -> None:
    files(tmp_path, "表.xlsx", "名单.xlsx", "标注/表.xlsx")
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "名单.xlsx")
    leave_out = [str(tmp_path / "名单.xlsx"), str(tmp_path / "标注"), None]
    assert found(gather([str(tmp_path)], leave_out=leave_out)) == ["表.xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_followed_but_never_in_a_circle(tmp_path: Path) -> None:
    files(tmp_path, "收件/甲/表.xlsx", "别处/乙.xlsx")
    (tmp_path / "收件" / "甲" / "回到上面").symlink_to(tmp_path / "收件")
    (tmp_path / "收件" / "另存").symlink_to(tmp_path / "别处")
    (tmp_path / "收件" / "自己").symlink_to(tmp_path / "收件" / "自己")
    (tmp_path / "收件" / "断.xlsx").symlink_to(tmp_path / "没有.xlsx")
    gathered = gather([str(tmp_path / "收件")])
    assert found(gathered) == ["另存/乙.xlsx", "甲/表.xlsx"]
    assert skipped(gathered) == [("断.xlsx", "unreachable"), ("自己", "unreachable")]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there, and there are no pipes")
@pytest.mark.parametrize("archives", [False, True])
def test_what_is_no_file_is_named_and_never_waited_for(tmp_path: Path, archives: bool) -> None:
    files(tmp_path, "收件/表.xlsx", "收件/夹.xlsx/里.xlsx", "收件/说明.txt", "名单.xlsx")
    inbox = tmp_path / "收件"
    os.mkfifo(inbox / "管.xlsx")
    os.mkfifo(inbox / "管.zip")
    os.mkfifo(inbox / "管")
    (inbox / "某局2024.3").symlink_to(tmp_path / "没有的文件夹")
    (inbox / "断.zip").symlink_to(tmp_path / "没有.zip")
    (inbox / ".锁").symlink_to("某人@某机:1")
    (inbox / "通.xlsx").symlink_to(tmp_path / "名单.xlsx")
    gathered = gather([str(inbox)], archives)
    assert found(gathered) == ["夹.xlsx/里.xlsx", "表.xlsx", "通.xlsx"]
    names = ["断.zip", "某局2024.3", "管.xlsx", "管.zip"]
    assert sorted(skipped(gathered)) == sorted((name, "unreachable") for name in names)
    # Given by itself it is reported as a file that cannot be opened.
    assert found(gather([str(inbox / "管.zip")], archives)) == ["管.zip"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_the_user_is_told_of_a_link_to_nothing_and_finds_it_in_the_summary(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "收件").mkdir()
    shutil.copy(min((WORKBOOKS / "项目").glob("*.xlsx")), tmp_path / "收件" / "表.xlsx")
    (tmp_path / "收件" / "断.xlsx").symlink_to(tmp_path / "没有.xlsx")
    summary = tmp_path / "汇总.xlsx"
    assert main(["check", str(tmp_path / "收件"), "--summary", str(summary)]) == 2
    assert "断.xlsx”打不开，没有查：链接的文件不在了" in capsys.readouterr().err
    cells = [str(cell.value) for row in openpyxl.load_workbook(summary)["未能检查"].iter_rows() for cell in row]
    assert any("断.xlsx" in cell for cell in cells) and not any("全部检查了" in cell for cell in cells)
    assert any("链接的文件不在了" in cell for cell in cells)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know no such names")
def test_a_name_in_another_code_page_is_taken_as_it_is(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + "/自评表.xlsx".encode("gbk"))).write_bytes(b"")
    (source,) = gather([str(tmp_path)]).sources
    assert content_of(source) == b""


def test_copies_of_files_of_one_name_get_names_of_their_own(tmp_path: Path) -> None:
    files(tmp_path, "甲/表.xlsx", "乙/表.xlsx", "丙/表.XLSX")
    given = [str(tmp_path / name) for name in ("甲/表.xlsx", "乙/表.xlsx", "丙/表.XLSX")]
    assert found(gather(given)) == ["表.xlsx", "表(2).xlsx", "表(3).XLSX"]


# -- archives


def zipped(path: Path, members: dict[str, bytes], *, flags: int | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    if flags is not None:
        data = bytearray(path.read_bytes())
        for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
            place = data.find(mark)
            while place >= 0:
                data[place + offset] |= flags
                place = data.find(mark, place + 1)
        path.write_bytes(bytes(data))
    return path


def test_archives_stay_closed_and_are_named(tmp_path: Path) -> None:
    files(tmp_path, "表.xlsx", "b.rar", "c.7z")
    zipped(tmp_path / "a.zip", {"里.xlsx": b"1"})
    gathered = gather([str(tmp_path)])
    assert found(gathered) == ["表.xlsx"]
    assert skipped(gathered) == [("a.zip", "archive"), ("b.rar", "archive"), ("c.7z", "archive")]


def test_a_zip_file_is_read_on_demand_and_never_unpacked(tmp_path: Path) -> None:
    members = {"某局/表.xlsx": b"one", "~$表.xlsx": b"", "说明.txt": b"", "内.zip": b"", "__MACOSX/._表.xlsx": b""}
    zipped(tmp_path / "收件.zip", members)
    before = sorted(tmp_path.rglob("*"))
    gathered = gather([str(tmp_path)], archives=True)
    assert found(gathered) == ["收件.zip/某局/表.xlsx"]
    assert skipped(gathered) == [("~$表.xlsx", "temporary"), ("内.zip", "archive")]
    assert content_of(gathered.sources[0]) == b"one"
    assert gathered.sources[0].path == f"{tmp_path / '收件.zip'}/某局/表.xlsx"
    assert sorted(tmp_path.rglob("*")) == before


def test_names_written_by_a_chinese_windows_are_read(tmp_path: Path) -> None:
    # zipfile writes only ASCII and UTF-8: as many letters are exchanged for the bytes of the code page.
    name = "某县教育局/自评表.xlsx".encode("gbk")
    path = zipped(tmp_path / "a.zip", {"x" * len(name): b"1"})
    path.write_bytes(path.read_bytes().replace(b"x" * len(name), name))
    (source,) = gather([str(path)], archives=True).sources
    assert source.relative == "a.zip/某县教育局/自评表.xlsx"
    assert content_of(source) == b"1"


@pytest.mark.parametrize("name", ["某县教育局/自评表.xlsx", "联通/赛.xlsx", "通.xlsx"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_names_without_a_mark_are_told_by_their_bytes(name: str, encoding: str, tmp_path: Path) -> None:
    """The Finder of macOS writes UTF-8 and does not say so."""
    data = name.encode(encoding)
    path = zipped(tmp_path / "a.zip", {"x" * len(data): b"1"})
    path.write_bytes(path.read_bytes().replace(b"x" * len(data), data))
    assert found(gather([str(path)], archives=True)) == [f"a.zip/{name}"]


def test_what_a_unit_sent_instead_of_a_table_is_named(tmp_path: Path) -> None:
    files(tmp_path, "表.xlsx", "自评表.pdf", "甲/自评表.docx", "照片.JPG", "名单.csv", "说明.txt", "退回说明-某局.docx")
    gathered = gather([str(tmp_path)], leave_out=[str(tmp_path / "名单.csv")])
    assert sorted(skipped(gathered)) == [(name, "not-a-table") for name in ("照片.JPG", "自评表.docx", "自评表.pdf")]


def test_a_name_that_leads_elsewhere_is_made_to_lead_down(tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip", {"../../etc/表.xlsx": b"1", "/表.xlsx": b"2", "C:\\Users\\表二.xlsx": b"3"})
    assert found(gather([str(tmp_path)], archives=True)) == [
        "a.zip/Users/表二.xlsx",
        "a.zip/etc/表.xlsx",
        "a.zip/表.xlsx",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "损坏"), (b"PK\3\4" + b"x" * 200, "损坏"), (b"not a zip", "损坏")],
    ids=["empty", "cut off", "another thing"],
)
def test_a_broken_archive_is_named_with_advice(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    (skip,) = gather([str(tmp_path)], archives=True).skipped
    assert (skip.why == "closed-archive" and said in skip.detail and "请" in skip.detail) or "后再查" in skip.detail


def test_an_archive_out_of_all_proportion_stays_closed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(20_001):
            archive.writestr(f"{number}.xlsx", b"")
    (skip,) = gather([str(tmp_path)], archives=True).skipped
    assert "太多" in skip.detail


def test_members_are_refused_like_files(tmp_path: Path) -> None:
    locked = zipped(tmp_path / "a.zip", {"表.xlsx": b"1"}, flags=1)
    (source,) = gather([str(locked)], archives=True).sources
    with pytest.raises(Refused) as refusal:
        content_of(source)
    assert refusal.value.code == "encrypted"
    large = zipped(tmp_path / "b.zip", {"表.xlsx": bytes(5000)})
    (source,) = gather([str(large)], archives=True).sources
    assert len(content_of(source, Limits(file=1000))) == 1001
    data = bytearray(zipped(tmp_path / "c.zip", {"表.xlsx": os.urandom(500)}).read_bytes())
    data[100] ^= 255
    (tmp_path / "c.zip").write_bytes(bytes(data))
    (source,) = gather([str(tmp_path / "c.zip")], archives=True).sources
    with pytest.raises(Refused) as refusal:
        content_of(source)
    assert refusal.value.code == "damaged"
