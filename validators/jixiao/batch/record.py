"""What a worker hands back of a file: small enough for a pipe and a temporary file, whole enough for every report."""

from __future__ import annotations

import copyreg
import io
import pickle
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from jixiao.acknowledge import Acknowledgement, acknowledged
from jixiao.batch.archives import member_content
from jixiao.batch.gather import Source
from jixiao.check import CheckedFile, Choice, check_file, unreadable
from jixiao.cross.gathering import Entry, entry_of
from jixiao.reading import Limits, Refused, read_content
from jixiao.reading.addresses import position
from jixiao.reading.grid import Sheet
from jixiao.report import Counts
from jixiao.scoring import Profile, shipped_profile

if TYPE_CHECKING:
    from jixiao.check import CheckedForm

Render = Callable[[CheckedFile], str]


class Outcome(NamedTuple):
    """What came of a deed: the file that was written, or a code that says why none was; or neither."""

    path: str = ""
    problem: str = ""


Deed = Callable[[Source, CheckedFile, Callable[[], bytes]], Outcome]


@dataclass(frozen=True, slots=True)
class Settings:
    """What is done with every file; all of it goes to other processes.

    render: what a report says of a file. deed: what else is done with it (a marked copy): given the source, the
    checked file and a way to its content.
    """

    choice: Choice
    lines: tuple[Acknowledgement, ...] = ()
    render: Render | None = None
    deed: Deed | None = None


class Record(NamedTuple):
    """A checked file on its way home.

    body: the packed file; rendered: what the report says of it, blank where not asked. outcome: of the deed.
    trace: where our own program failed, for its authors.
    """

    entry: Entry
    counts: Counts
    body: bytes
    rendered: bytes = b""
    outcome: Outcome = Outcome()
    trace: str = ""


def examine(source: Source, settings: Settings) -> Record:
    """Check a file and do all else that is asked. Never raises: a mistake of ours costs this one file."""
    read = partial(content_of, source)
    try:
        return record_of(check_file(source.path, settings.choice, read), settings, source, read)
    except MemoryError:
        code, trace = "too-large", ""
    except Exception:  # noqa: BLE001 -- thousands of other files wait behind this one
        import traceback

        code, trace = "internal", traceback.format_exc(limit=-4)
    return lost(source, settings, code)._replace(trace=trace)


def lost(source: Source, settings: Settings, code: str) -> Record:
    """The record of a file that could not be checked; code: which of the sentences of JX001."""
    return record_of(unreadable(source.path, code, settings.choice), replace(settings, deed=None), source)


def record_of(file: CheckedFile, settings: Settings, source: Source, read: Callable[[], bytes] | None = None) -> Record:
    """The record of a checked file."""
    file = acknowledged(file, settings.lines)
    rendered = settings.render(file).encode("utf-8", "surrogatepass") if settings.render is not None else b""
    outcome = settings.deed(source, file, read) if settings.deed is not None and read is not None else Outcome()
    counts = Counts()
    counts.take(file)
    return Record(entry_of(file), counts, packed(file), zlib.compress(rendered, 1) if rendered else b"", outcome)


def content_of(source: Source, limits: Limits | None = None) -> bytes:
    """The content of a file, wherever it lies; of one that is too large its beginning. Raises Refused."""
    if source.member >= 0:
        return member_content(source.place, source.member, limits)
    if "://" in source.place:
        return _url_content(source.place, limits or Limits())
    return read_content(source.place, limits)


def _url_content(url: str, limits: Limits) -> bytes:
    import fsspec

    try:
        with fsspec.open(url, "rb") as file:
            return bytes(file.read(limits.file + 1))
    except (OSError, ValueError, ImportError) as error:
        raise Refused("cannot-open", str(error)[:200]) from None


# ---- packing


def profile_named(name: str) -> Profile:
    """Stands for a profile in a packed file, so that no profile travels with every form."""
    raise LookupError(name)


class _Pickler(pickle.Pickler):
    """pickle offers no other way to say how one type is packed than to derive from it."""

    dispatch_table = copyreg.dispatch_table.copy()
    dispatch_table[Profile] = lambda profile: (profile_named, (profile.name,))


class _Unpickler(pickle.Unpickler):
    """The same for unpacking: `profile_named` finds the profiles of this run."""

    def __init__(self, file: io.BytesIO, own: Profile) -> None:
        super().__init__(file)
        self.own = own

    def find_class(self, module: str, name: str, /) -> Any:
        """The object of this name."""
        return self._named if name == profile_named.__name__ else super().find_class(module, name)

    def _named(self, name: str) -> Profile:
        return self.own if name == self.own.name else shipped_profile(name)


def packed(file: CheckedFile) -> bytes:
    """The file without what only the rules look at: of its sheets the cells that findings name stay."""
    buffer = io.BytesIO()
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(replace(file, forms=tuple(map(_lightened, file.forms))))
    return zlib.compress(buffer.getbuffer(), 1)


def unpacked(body: bytes, choice: Choice) -> CheckedFile:
    """The file as it was packed, under the profile of the run."""
    file: CheckedFile = _Unpickler(io.BytesIO(zlib.decompress(body)), choice.profile).load()
    return file


def _lightened(checked: CheckedForm) -> CheckedForm:
    subject, sheet = checked.subject, checked.subject.sheet
    named = {position(each.cell) for each in (*checked.findings, *checked.acknowledged) if each.cell}
    cells = {place: sheet.cells[place] for place in named if place in sheet.cells}
    return replace(checked, subject=replace(subject, sheet=Sheet(sheet.name, sheet.state, cells)))
