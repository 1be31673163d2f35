"""The values that a user types after an option: what each may be, and what a shell offers to complete it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

JUDGES = ("learned", "lexical")
STATUSES = ("kept", "gained", "lost", "never", "dropped", "new")
ROLE = r"[a-z][a-z0-9-]*"
ROLES = ("title", "number", "outcome", "progress", "delivery")


class Columns(click.ParamType[Any]):
    """``role="Label"`` on the command line."""

    name = 'ROLE="LABEL"'
    envvar_list_splitter = ";"  # labels have blanks in them

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The usual roles."""
        return _completed([f"{role}=" for role in ROLES], incomplete)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The role and the label; fails with what was expected."""
        role, equals, label = str(value).partition("=")
        if not (equals and label.strip() and re.fullmatch(ROLE, role.strip())):
            self.fail(f'{value!r} is not of the form role="Label", such as progress="What we did".', param, ctx)
        return role.strip(), label.strip()


class Pages(click.ParamType[Any]):
    """``40-58`` or ``3,7,9-12`` on the command line."""

    name = "PAGES"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[int]:
        """The pages in order, each once."""
        pages: set[int] = set()
        for part in str(value).split(","):
            match = re.fullmatch(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?", part)
            first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
            if not 1 <= first <= last:
                self.fail(f"{value!r} names no pages; write 40-58 or 3,7,9-12.", param, ctx)
            pages.update(range(first, last + 1))
        return sorted(pages)


class Statuses(click.ParamType[Any]):
    """``lost,dropped`` on the command line."""

    name = "STATUSES"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The statuses, also after a comma."""
        before, comma, _ = incomplete.rpartition(",")
        return _completed([f"{before}{comma}{status}" for status in STATUSES], incomplete)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[str]:
        """The statuses named; "none" takes back what a settings file asks for."""
        wanted = [part.strip() for part in str(value).split(",")]
        if wanted == ["none"]:
            return []
        if unknown := [part for part in wanted if part not in STATUSES]:
            self.fail(f"{unknown[0]!r} is no status; choose from {', '.join(STATUSES)}.", param, ctx)
        return wanted


class Whole(click.ParamType[Any]):
    """A whole number on the command line, between two that are allowed too."""

    name = "N"

    def __init__(self, least: int, most: int | None = None) -> None:
        """``most``: None where there is none."""
        self.least, self.most = least, most

    @property
    def expected(self) -> str:
        """In words, after "must be"."""
        return f"a whole number from {self.least}{f' to {self.most}' if self.most else ' up'}"

    def holds(self, value: int) -> bool:
        """Whether a number is allowed."""
        return value >= self.least and (self.most is None or value <= self.most)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; fails with what was expected."""
        if not (re.fullmatch(r"[+-]?[0-9]{1,12}", str(value)) and self.holds(int(value))):
            self.fail(f"{value!r} is not {self.expected}.", param, ctx)
        return int(value)


#: The options that take a number → which.
NUMBERS = {
    "jobs": Whole(1, 512), "max-memory": Whole(100), "max-seconds": Whole(1), "max-pages": Whole(1),
    "max-output": Whole(1), "max-upload": Whole(1), "port": Whole(0, 65_535),
}  # fmt: skip


def _completed(words: list[str], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


def only_folders(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """For ``shell_complete``: the shell is to offer folders."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir")]
