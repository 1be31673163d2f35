"""What a check found → JUnit XML, which GitLab, Jenkins and others read: one test case a report.

No attribute beyond those that the strictest of them (Jenkins' xUnit plugin) allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from report.checked import Check, clean, headline, plain_lines

_NAME, _CLASS = "evidence-trail check", "evidence-trail.check"


def junit_xml(checks: Sequence[Check]) -> str:
    """The XML as text. What differs is a failure, what cannot be read an error."""
    counts = {
        "tests": len(checks), "failures": sum(c.failed and c.state != "unreadable" for c in checks),
        "errors": sum(c.state == "unreadable" for c in checks),
    }  # fmt: skip
    said = {name: str(count) for name, count in counts.items()} | {"time": _time(sum(c.seconds for c in checks))}
    root = Element("testsuites", {"name": _NAME, **said})
    suite = SubElement(root, "testsuite", {"name": _NAME, **said, "skipped": "0"})
    for check in checks:
        _case(suite, check)
    indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _case(suite: Element, check: Check) -> None:
    case = SubElement(
        suite, "testcase", {"classname": _CLASS, "name": clean(check.report), "time": _time(check.seconds)}
    )
    if not check.failed:
        return
    unreadable = check.state == "unreadable"
    told = SubElement(case, "error" if unreadable else "failure", {"type": check.state, "message": headline(check)})
    told.text = "\n".join([clean(check.file), *plain_lines(check)])


def _time(seconds: float) -> str:
    return f"{seconds:.3f}"
