"""Draw the example cases as workbooks; with --check only say whether those on disk are up to date."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent
sys.path.insert(0, str(EXAMPLES.parent / "workbook_templates"))

from jixiao_templates import PUBLISHED, Case, case_from, case_page, load_data, workbook_bytes  # noqa: E402

FOLDERS = {"project": "项目", "department": "部门", "export": "导出"}
NAMES = {"monitoring": "监控表", "scoresheet": "评分表", "framework": "自评表", "report": "自评表"}


def example_path(stem: str, case: Case) -> Path:
    """Where a case is drawn: kind as folder, number and name as file."""
    name = case.project or case.department_name or stem
    return Path(FOLDERS[case.kind]) / f"{stem[:2]}-{name}.xlsx"


def drawn(collection: str) -> Iterator[tuple[Path, bytes]]:
    """Every case of a collection: its path below the collection's folder and the workbook's bytes."""
    for path in sorted((EXAMPLES / "cases" / collection).glob("*.json")):
        data = load_data(path)
        if data["kind"] in PUBLISHED:
            yield Path(f"{NAMES[data['kind']]}-{data['project']}.xlsx"), workbook_bytes(PUBLISHED[data["kind"]](data))
        else:
            case = case_from(data)
            yield example_path(path.stem, case), workbook_bytes([case_page(case)])


def main(arguments: list[str] | None = None) -> int:
    """Draw, or compare (exit code 1 when something differs)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file differs")
    check = parser.parse_args(arguments).check
    stale = 0
    for folder in sorted(path for path in (EXAMPLES / "cases").iterdir() if path.is_dir()):
        for relative, content in drawn(folder.name):
            path = EXAMPLES / folder.name / relative
            if path.exists() and path.read_bytes() == content:
                continue
            stale += 1
            print(f"{'differs' if check else 'drawn'}: {path.relative_to(EXAMPLES.parent)}")
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
