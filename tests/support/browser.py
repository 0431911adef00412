"""A real Chromium, headless: the reader of every page that is written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; where none is installed the test is skipped, on a machine of CI it fails."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        # Within a container root has no sandbox to work in; the only page is our own.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def barriers(page: Page) -> list[str]:
    """What axe finds that keeps people from reading the page: rule, place, advice."""
    # Chromium puts off laying out what is out of sight; axe must see it all. Needs a page with `bypass_csp`.
    page.add_style_tag(content="* { content-visibility: visible !important }")
    found = Axe().run(page).response["violations"]
    return [f"{each['id']} {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]


def opened(browser: Browser, path: Path, **options: object) -> tuple[Page, list[str]]:
    """The page of a file, and what it asked for besides itself or complained of."""
    page = browser.new_page(**options)  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: None if request.url == path.as_uri() else asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.goto(path.as_uri())
    return page, asked
