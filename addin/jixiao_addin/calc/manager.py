"""Asks a running LibreOffice to take in, drop or describe the extension; run by LibreOffice's own Python.

`manager.py PIPE add|remove|status [FILE]` prints a JSON object: version (of the extension, null where there is none),
removed (the version that was taken out), refused (what LibreOffice said to a file that it does not take), user (the
folder of the profile). The unopkg of LibreOffice would do, but not for the administrator account, and not before the
profile was started once.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import uno
import unohelper
from com.sun.star.connection import NoConnectException
from com.sun.star.deployment import DeploymentException
from com.sun.star.lang import IllegalArgumentException
from com.sun.star.task import XInteractionHandler
from com.sun.star.ucb import CommandFailedException, XCommandEnvironment
from com.sun.star.uno import RuntimeException

IDENTIFIER = "jixiao.calc"
_PATIENCE = 60.0


class Consent(unohelper.Base, XCommandEnvironment, XInteractionHandler):  # type: ignore[misc]
    """Says yes to what the extension manager asks before it takes a file in; reports nothing."""

    def getInteractionHandler(self) -> Any:
        """Itself."""
        return self

    def getProgressHandler(self) -> None:
        """None."""

    def handle(self, request: Any) -> None:
        """Approve. The request itself cannot be looked at: getRequest() raises in pyuno."""
        for continuation in request.getContinuations():
            approve = continuation.queryInterface(uno.getTypeByName("com.sun.star.task.XInteractionApprove"))
            if approve is not None:
                approve.select()
                return


def connected(pipe: str) -> Any:
    """The component context of the LibreOffice that listens on the pipe, as soon as it does; None if it never does."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + _PATIENCE
    while (context := _resolved(resolver, pipe)) is None and time.monotonic() < deadline:
        time.sleep(0.1)
    return context


def _resolved(resolver: Any, pipe: str) -> Any:
    try:
        return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    except NoConnectException:
        return None


def main(pipe: str, action: str, url: str = "") -> None:
    """Do what was asked and print how things stand; a LibreOffice without windows is ended."""
    context = connected(pipe)
    manager = context.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")
    refused, removed = "", None
    try:
        if action == "add":
            try:
                manager.addExtension(url, (), "user", None, Consent())
            except (DeploymentException, CommandFailedException, IllegalArgumentException, RuntimeException) as error:
                refused = f"{error.Message}".strip() or type(error).__name__
                _remove(manager)
        elif action == "remove":
            removed = _version(manager)
            _remove(manager)
        substitution = context.ServiceManager.createInstanceWithContext("com.sun.star.util.PathSubstitution", context)
        user = uno.fileUrlToSystemPath(substitution.substituteVariables("$(user)", True))
        json.dump({"version": _version(manager), "removed": removed, "refused": refused, "user": user}, sys.stdout)
    finally:
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        # With windows open it is not the one that was started for this: the user is at work in it.
        if not desktop.getFrames().hasElements():
            try:
                desktop.terminate()
            except uno.getClass("com.sun.star.lang.DisposedException"):
                # It went faster than its answer.
                pass


def _remove(manager: Any) -> None:
    if _version(manager) is not None:
        manager.removeExtension(IDENTIFIER, "", "user", None, Consent())


def _version(manager: Any) -> Any:
    try:
        found = manager.getDeployedExtension("user", IDENTIFIER, "", None)
    except (DeploymentException, IllegalArgumentException):
        return None
    return found.getVersion() if found is not None else None


if __name__ == "__main__":
    main(*sys.argv[1:])
