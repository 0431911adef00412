"""One folder for a PC without internet, Python or administrator: an embeddable Windows Python with all it needs.

The embeddable Python (python-3.x.y-embed-amd64.zip) is given: this program brings none. Its wheels are given as a
folder, or fetched by pip on the PC where the bundle is made; nothing is fetched where it is used.
"""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jixiao import __version__
from jixiao.system_words import why
from jixiao_addin.setup.bundle_texts import READ_ME, SCRIPTS, notice
from jixiao_addin.xlam.configuration import XLWINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = ("jixiao", "jixiao_templates", "jixiao_addin")
# What setup.cfg asks for; tests/addin/setup holds the two against each other.
REQUIREMENTS = (
    "jsonschema>=4.20",
    "openpyxl>=3.1",
    "pandas>=2.2",
    "python-docx>=1.1",
    "tqdm>=4.64",
    f"xlwings=={XLWINGS}",
    "xlsxwriter>=3.2",
)
# What these need on Windows only: pip looks at the PC that it runs on, not at the one that it fetches for.
ON_WINDOWS = ("pywin32", "colorama")
_WANTED = re.compile(r"(?P<name>[A-Za-z0-9_.-]+?)(?:(?P<sign>==|>=)(?P<version>[0-9.]+))?")
_NUMBERS = re.compile(r"[0-9]+")
_LIBRARY = re.compile(r"python(3)(\d{2,})\.dll")
_PLATFORMS = {0x8664: "win_amd64", 0x14C: "win32"}
_OLDEST = (3, 11)
_SITE = Path("Lib", "site-packages")


class BundleError(Exception):
    """The bundle cannot be made; the message says why and what to do, in Chinese."""


class Target(NamedTuple):
    """The Python of the bundle: (3, 11) on win_amd64."""

    version: tuple[int, int]
    platform: str


def build_bundle(embeddable: Path, folder: Path, wheels: Path | None = None) -> Path:
    """Make the folder `jixiao` in the given one and give its path.

    wheels: a folder with the wheels of `REQUIREMENTS` and `ON_WINDOWS` and of what they need; None lets pip fetch
    them. Raises BundleError.
    """
    bundle = folder / f"jixiao-{__version__}"
    if bundle.exists():
        raise BundleError(f"“{bundle}”已经有了。请先移走，或换一个文件夹。")
    with tempfile.TemporaryDirectory() as room:
        python = Path(room) / "python"
        _unzip(embeddable, python, "嵌入版 Python")
        target = _target(python)
        found = wheels if wheels is not None else _fetched(target, Path(room) / "wheels")
        site = python / _SITE
        for wheel in _wheels(found, target):
            _unpack(wheel, python)
        _copy_ourselves(site)
        _open_site(python)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _written(bundle, python)
        except OSError as error:
            raise BundleError(f"写不进“{bundle}”：{why(error)}。请换一个文件夹。") from None
    return bundle


def _written(bundle: Path, python: Path) -> None:
    shutil.copytree(python, bundle / "python")
    for name, text in SCRIPTS.items():
        # cmd.exe reads scripts in the PC's own code page: they are plain ASCII, their names are not.
        (bundle / name).write_bytes(text.replace("\n", "\r\n").encode("ascii"))
    # With a mark of order, or Notepad of older Windows takes it for another code page.
    (bundle / "说明.txt").write_text(READ_ME, encoding="utf-8-sig", newline="\r\n")
    (bundle / "第三方声明.txt").write_text(notice(), encoding="utf-8-sig", newline="\r\n")
    _templates(bundle / "模板")


def _templates(folder: Path) -> None:
    from jixiao_templates.blank_forms import TEMPLATES
    from jixiao_templates.templates import build

    folder.mkdir()
    for template in TEMPLATES.values():
        (folder / f"{template.title}.xlsx").write_bytes(build(template.name))


def _unzip(archive: Path, folder: Path, title: str) -> None:
    try:
        with zipfile.ZipFile(archive) as package:
            package.extractall(folder)
    except OSError as error:
        raise BundleError(f"{title}“{archive}”打不开：{why(error)}。") from None
    except zipfile.BadZipFile:
        raise BundleError(f"{title}“{archive}”不是 zip 文件。请用官方的 python-3.x.y-embed-amd64.zip。") from None


def _target(python: Path) -> Target:
    """Which Python it is, by the name of its library and the machine that the library is for."""
    found = next((match for path in python.glob("python3*.dll") if (match := _LIBRARY.fullmatch(path.name))), None)
    if found is None:
        raise BundleError(
            "这不是 Windows 的嵌入版 Python（里面没有 python3xx.dll）。请用 python-3.x.y-embed-amd64.zip。"
        )
    version = int(found[1]), int(found[2])
    if version < _OLDEST:
        raise BundleError(f"需要 Python {'.'.join(map(str, _OLDEST))} 或更高，这个是 {'.'.join(map(str, version))}。")
    if not list(python.glob("python3*._pth")):
        raise BundleError(
            "这份嵌入版 Python 不完整（里面没有 python3xx._pth）。请用官方的 python-3.x.y-embed-amd64.zip。"
        )
    data = (python / found[0]).read_bytes()
    header = int.from_bytes(data[0x3C:0x40], "little")
    platform = _PLATFORMS.get(int.from_bytes(data[header + 4 : header + 6], "little"))
    if platform is None:
        raise BundleError("只支持 64 位或 32 位 x86 的嵌入版 Python。")
    return Target(version, platform)


def _fetched(target: Target, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary=:all:", "--dest", str(folder)]
    command += ["--platform", target.platform, "--python-version", ".".join(map(str, target.version))]
    done = subprocess.run([*command, *REQUIREMENTS, *ON_WINDOWS], capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise BundleError(f"pip 没有取到所需的包：{last}。没有网络时，用 --wheels 指明放着这些包的文件夹。")
    return folder


def _wheels(folder: Path, target: Target) -> Iterator[Path]:
    found = sorted(folder.glob("*.whl"))
    versions: dict[str, str] = {}
    for path in found:
        name, version = _checked(path, target)
        if name in versions:
            raise BundleError(f"“{folder}”里的 {name} 有几个版本（.whl）。请只留一个。")
        versions[name] = version
    wanted = [_WANTED.fullmatch(requirement) for requirement in (*REQUIREMENTS, *ON_WINDOWS)]
    asked = [(each["name"], each["sign"] or "", each["version"] or "") for each in wanted if each is not None]
    missing = [name for name, _, _ in asked if _plain(name) not in versions]
    if missing:
        raise BundleError(f"“{folder}”里缺少这些包（.whl）：{'、'.join(missing)}。")
    for name, sign, version in asked:
        if not _is_enough(versions[_plain(name)], sign, version):
            raise BundleError(f"“{folder}”里的 {name} 是 {versions[_plain(name)]}，要用 {name}{sign}{version}。")
    yield from found


def _checked(wheel: Path, target: Target) -> tuple[str, str]:
    """Name and version of a wheel that fits this Python: the file name says it (binary distribution format)."""
    parts = wheel.stem.split("-")
    if len(parts) not in (5, 6):
        raise BundleError(f"“{wheel.name}”不是正规的包名，看不出给哪个 Python 用。请重新取这个包。")
    pythons, abis, platforms = (part.split(".") for part in parts[-3:])
    major, minor = target.version
    own = f"cp{major}{minor}"
    # abi3 fits from the Python that it names upwards.
    stable = {f"cp{major}{each}" for each in range(2, minor + 1)} if "abi3" in abis else set()
    pure = {f"py{major}", *(f"py{major}{each}" for each in range(minor + 1))}
    fits = {own, *stable, *pure} & set(pythons) and {own, "abi3", "none"} & set(abis)
    if not fits or not {"any", target.platform} & set(platforms):
        python = ".".join(map(str, target.version))
        raise BundleError(
            f"“{wheel.name}”不是给这个 Python（{python}，{target.platform}）用的。请换成对应的包，或删去这一个。"
        )
    return _plain(parts[0]), parts[1]


def _is_enough(found: str, sign: str, wanted: str) -> bool:
    if not sign:
        return True
    mine, least = (tuple(map(int, _NUMBERS.findall(version))) for version in (found, wanted))
    return found == wanted if sign == "==" else mine >= least


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()


def _unpack(wheel: Path, python: Path) -> None:
    """A wheel where pip would lay it: its modules in site-packages, the folder .data/data beside the interpreter."""
    with _opened(wheel) as package:
        for entry in package.infolist():
            parts = Path(entry.filename).parts
            if entry.is_dir() or not parts:
                continue
            if ".." in parts or Path(entry.filename).is_absolute():
                raise BundleError(f"“{wheel.name}”里有不该有的路径，没有使用。请重新取这个包。")
            place = _place(parts)
            if place is not None:
                path = python / place
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(package.read(entry))


@contextmanager
def _opened(wheel: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(wheel) as package:
            yield package
    except (OSError, zipfile.BadZipFile, zlib.error) as error:
        raise BundleError(f"“{wheel.name}”打不开，可能没有下载完整。请重新取这个包。") from error


def _place(parts: tuple[str, ...]) -> Path | None:
    if not parts[0].endswith(".data"):
        return _SITE.joinpath(*parts)
    kind, rest = parts[1], parts[2:]
    if kind in ("purelib", "platlib"):
        return _SITE.joinpath(*rest)
    return Path(*rest) if kind == "data" else None


def _copy_ourselves(site: Path) -> None:
    for name in PACKAGES:
        (place,) = importlib.import_module(name).__path__
        shutil.copytree(place, site / name, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)


def _open_site(python: Path) -> None:
    """Let the embeddable Python see site-packages: as it comes, its ._pth file shuts everything else out."""
    (pth,) = python.glob("python3*._pth")
    lines = [
        line
        for line in pth.read_text(encoding="utf-8").splitlines()
        if line.strip() not in ("#import site", "import site")
    ]
    # `import site` runs the .pth file by which pywin32 finds its libraries.
    pth.write_text(
        "\n".join([*lines, str(_SITE).replace("/", "\\"), "import site", ""]), encoding="utf-8", newline="\r\n"
    )
