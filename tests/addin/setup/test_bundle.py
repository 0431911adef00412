"""The folder for a PC without internet, Python or administrator."""

from __future__ import annotations

import configparser
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from places import ROOT, WORKBOOKS

from jixiao_addin.setup.bundle import ON_WINDOWS, REQUIREMENTS, BundleError, build_bundle
from jixiao_addin.setup.bundle_texts import SCRIPTS

_MACHINES = {"win_amd64": 0x8664, "win32": 0x14C, "arm64": 0xAA64}


def embeddable(folder: Path, version: str = "311", machine: str = "win_amd64", without: str = "") -> Path:
    """An embeddable Python as far as its shape goes: its files, the header of its library, its ._pth."""
    library = bytearray(0x100)
    library[0x3C:0x40] = struct.pack("<I", 0x80)
    library[0x84:0x86] = struct.pack("<H", _MACHINES[machine])
    parts = {
        "python.exe": b"MZ",
        "python3.dll": b"MZ",
        f"python{version}.dll": bytes(library),
        f"python{version}._pth": f"python{version}.zip\r\n.\r\n\r\n#import site\r\n".encode(),
    }
    path = folder / f"python-{version}-embed.zip"
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            if name != without:
                package.writestr(name, data)
    return path


def wheels(folder: Path, without: str = "", odd: str = "", **instead: str) -> Path:
    """A wheel a requirement: a module each, and for xlwings the libraries that lie beside the interpreter.

    instead: of the wheel of a package, the version and tags that its file name says.
    """
    folder.mkdir()
    for requirement in (*REQUIREMENTS, *ON_WINDOWS):
        name = requirement.partition(">")[0].partition("=")[0].replace("-", "_")
        version = requirement.rpartition("=")[2] if "=" in requirement else "306"
        if name == without:
            continue
        tags = "cp311-cp311-win_amd64" if name in ("xlwings", "pandas", "pywin32") else "py3-none-any"
        told = instead.get(name, f"{version}-{tags}")
        with zipfile.ZipFile(folder / f"{name}-{told}.whl", "w") as package:
            package.writestr(f"{name}/__init__.py", "")
            if name == "xlwings":
                package.writestr("xlwings-1.0.data/data/xlwings64.dll", b"MZ")
                package.writestr("xlwings-1.0.data/scripts/xlwings.exe", b"MZ")
            if odd:
                package.writestr(odd, b"x")
    return folder


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    return build_bundle(embeddable(folder), folder / "out", wheels(folder / "wheels"))


def test_the_bundle_holds_python_the_program_templates_scripts_and_a_word(bundle: Path) -> None:
    site = bundle / "python" / "Lib" / "site-packages"
    for module in ("jixiao", "jixiao_templates", "jixiao_addin", "xlwings", "pywin32", "python_docx"):
        assert (site / module / "__init__.py").is_file()
    assert (bundle / "python" / "xlwings64.dll").is_file()
    assert not list(bundle.rglob("__pycache__")) and not list(bundle.rglob("xlwings.exe"))
    pth = (bundle / "python" / "python311._pth").read_bytes().decode()
    assert pth.split("\r\n") == ["python311.zip", ".", "", "Lib\\site-packages", "import site", ""]
    assert len(list((bundle / "模板").glob("*.xlsx"))) == 6
    told = (bundle / "说明.txt").read_bytes()
    assert told.startswith(b"\xef\xbb\xbf") and "以本地财政部门通知为准" in told.decode("utf-8-sig")


def test_the_scripts_are_what_every_code_page_reads_and_call_the_bundles_own_python(bundle: Path) -> None:
    for name in SCRIPTS:
        script = (bundle / name).read_bytes()
        assert script.isascii() and b"\r\n" in script and b"\n" not in script.replace(b"\r\n", b"")
        assert rb'"%~dp0python\python.exe"' in script and b"-m jixiao" in script


def test_the_program_runs_from_the_bundle_alone(bundle: Path) -> None:
    site = bundle / "python" / "Lib" / "site-packages"
    form = next((WORKBOOKS / "项目").glob("04-*.xlsx"))
    program = (
        f"import sys; sys.path.insert(0, {str(site)!r}); from jixiao.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    # -S: without the packages of the Python that happens to run it here.
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, "check", str(form)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "JX301 F11“维护费”" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"version": "310"}, "需要 Python 3.11"),
        ({"machine": "arm64"}, "只支持"),
        ({"without": "python311.dll"}, "不是 Windows 的嵌入版"),
    ],
)
def test_another_python_is_refused_with_a_word(arguments: dict[str, str], told: str, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=told):
        build_bundle(embeddable(tmp_path, **arguments), tmp_path / "out", wheels(tmp_path / "wheels"))
    assert not (tmp_path / "out").exists()


def test_what_is_missing_or_in_the_way_is_told(tmp_path: Path) -> None:
    python = embeddable(tmp_path)
    with pytest.raises(BundleError, match="打不开"):
        build_bundle(tmp_path / "没有.zip", tmp_path / "out", tmp_path)
    with pytest.raises(BundleError, match="不是 zip"):
        build_bundle(Path(__file__), tmp_path / "out", tmp_path)
    with pytest.raises(BundleError, match=r"缺少这些包（\.whl）：pandas"):
        build_bundle(python, tmp_path / "out", wheels(tmp_path / "few", without="pandas"))
    with pytest.raises(BundleError, match="不该有的路径"):
        build_bundle(python, tmp_path / "out", wheels(tmp_path / "odd", odd="../../evil.py"))
    build_bundle(python, tmp_path / "out", wheels(tmp_path / "wheels"))
    with pytest.raises(BundleError, match="已经有了"):
        build_bundle(python, tmp_path / "out", tmp_path / "wheels")


FITTING = ["0.37.8-cp311-cp311-win_amd64", "0.37.8-1-cp38-abi3-win_amd64", "0.37.8-py2.py3-none-any"]
UNFIT = [
    ("0.30.1-cp311-cp311-win_amd64", "xlwings 是 0.30.1，要用 xlwings==0.37.8"),
    ("0.37.8-cp39-cp39-manylinux_2_17_x86_64", "不是给这个 Python（3.11，win_amd64）用的"),
    ("0.37.8-cp311-cp311-manylinux_2_17_x86_64", "不是给这个 Python"),
    ("0.37.8-cp39-cp39-win_amd64", "不是给这个 Python"),
    ("0.37.8-cp312-abi3-win_amd64", "不是给这个 Python"),
    ("0.37.8-cp311-cp311-win32", "不是给这个 Python"),
    ("0.37.8", "不是正规的包名"),
]


@pytest.mark.parametrize("told", FITTING)
def test_a_wheel_for_the_bundles_python_is_taken(told: str, tmp_path: Path) -> None:
    assert build_bundle(embeddable(tmp_path), tmp_path / "out", wheels(tmp_path / "wheels", xlwings=told)).is_dir()


@pytest.mark.parametrize(("told", "words"), UNFIT)
def test_a_wheel_for_another_python_or_of_another_version_is_refused(told: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=words):
        build_bundle(embeddable(tmp_path), tmp_path / "out", wheels(tmp_path / "wheels", xlwings=told))
    assert not (tmp_path / "out").exists()


def test_too_old_or_twice_is_refused(tmp_path: Path) -> None:
    python = embeddable(tmp_path)
    with pytest.raises(BundleError, match=r"pandas 是 2\.1\.4，要用 pandas>=2\.2"):
        build_bundle(python, tmp_path / "out", wheels(tmp_path / "old", pandas="2.1.4-py3-none-any"))
    folder = wheels(tmp_path / "twice")
    (folder / "tqdm-4.70-py3-none-any.whl").write_bytes(next(folder.glob("tqdm-*.whl")).read_bytes())
    with pytest.raises(BundleError, match="tqdm 有几个版本"):
        build_bundle(python, tmp_path / "out", folder)


def test_what_was_not_downloaded_whole_is_told(tmp_path: Path) -> None:
    folder = wheels(tmp_path / "wheels")
    next(folder.glob("tqdm-*.whl")).write_bytes(b"PK\3\4 broken")
    with pytest.raises(BundleError, match=r"“tqdm-.*打不开"):
        build_bundle(embeddable(tmp_path), tmp_path / "out", folder)
    with pytest.raises(BundleError, match="不完整"):
        build_bundle(embeddable(tmp_path, without="python311._pth"), tmp_path / "out", wheels(tmp_path / "more"))


def test_the_bundle_says_what_was_not_run_and_whose_work_goes_along(bundle: Path) -> None:
    assert "没有在 Windows 上运行过" in (bundle / "说明.txt").read_text(encoding="utf-8-sig")
    notice = (bundle / "第三方声明.txt").read_text(encoding="utf-8-sig")
    assert "Zoomer Analytics" in notice
    assert notice.rstrip().endswith("SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.")


def test_what_is_dropped_on_the_script_is_never_run_and_no_old_report_is_shown() -> None:
    (lines,) = (text.splitlines() for name, text in SCRIPTS.items() if "拖" in name)
    (check,) = (number for number, line in enumerate(lines) if "--format html" in line)
    # An "&" in a name parts commands wherever a name is expanded early: only late (!…!), and nothing runs afterwards.
    assert "!DROPPED!" in lines[check] and not {"%1", "%~1", "%*"} & set(lines[check].replace('"', " ").split())
    assert lines[-1] == "exit"
    assert any(line.endswith('del /q "!REPORT!"') for line in lines[:check])


def test_the_requirements_are_those_of_the_package() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = setup["options"]["install_requires"].splitlines()
    assert sorted(line for line in map(str.strip, lines) if line and not line.startswith("#")) == sorted(REQUIREMENTS)
