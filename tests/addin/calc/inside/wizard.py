"""What the function wizard lists of ours."""

from __future__ import annotations


def main(desktop):  # noqa: ARG001
    manager = context.ServiceManager  # noqa: F821  # set by inside_calc.py
    every = manager.createInstanceWithContext("com.sun.star.sheet.FunctionDescriptions", context)  # noqa: F821
    found = {}
    for index in range(every.Count):
        function = {each.Name: each.Value for each in every.getByIndex(index)}
        if function["Name"].startswith("JX"):
            arguments = [[each.Name, each.Description, each.IsOptional] for each in function["Arguments"]]
            found[function["Name"]] = [function["Description"], arguments]
    return found
