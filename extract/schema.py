"""The columns of a parsed report's CSVs, with their types and meanings (Table Schema of Data Package v2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Type = Literal["string", "integer", "number", "boolean"]
_PROFILES = "https://datapackage.org/profiles/2.0/"
PACKAGE_PROFILE = f"{_PROFILES}datapackage.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column. ``blank`` says what an empty cell means; where there is nothing to say, no cell may be empty."""

    name: str
    says: str
    type: Type = "string"
    unit: str = ""
    blank: str = ""
    one_of: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None

    def described(self) -> dict[str, Any]:
        """The field as Table Schema says it, with its ``unit`` where it has one."""
        limits = {"enum": list(self.one_of) or None, "minimum": self.least, "maximum": self.most}
        constraints: dict[str, Any] = {"required": True} if not self.blank else {}
        constraints |= {name: value for name, value in limits.items() if value is not None}
        said: dict[str, Any] = {"name": self.name, "type": self.type, "description": self.says}
        if self.unit:
            said["unit"] = self.unit
        if constraints:
            said["constraints"] = constraints
        if self.blank:
            said["missingValues"] = [{"value": "", "label": self.blank}]
        return said


def page(name: str, says: str, **more: Any) -> Field:
    """A column of page numbers."""
    return Field(name=name, says=f"{says}, from 1", type="integer", unit="page", least=1, **more)


def _points(name: str, says: str) -> Field:
    return Field(name=name, says=says, type="number", unit="point (1/72 inch)")


_FIRST, _LAST = "The page on which it starts", "The page on which it ends"
FIELDS: dict[str, tuple[Field, ...]] = {
    "commitments": (
        Field(name="commitment", says="Id: the slug of its number, after its section where numbers restart"),
        Field(name="number", says="The number as printed", blank="None is printed"),
        Field(name="title", says="The commitment's title", blank="None is printed, or the report has no such column"),
        page("page_first", _FIRST),
        page("page_last", _LAST),
    ),
    "items": (
        Field(name="item", says="Id of the item, unique in its report and stable from run to run"),
        Field(name="commitment", says="The commitment it belongs to", blank="It stands outside the table"),
        Field(name="role", says="outcome, progress, delivery, summary, note, or the slug of a column's own label"),
        Field(name="position", says="Its place within the commitment and role, from 1", type="integer", least=1),
        Field(name="level", says="0 paragraph, 1 bullet, 2 sub-bullet", type="integer", least=0),
        Field(name="parent", says="The lead-in item of a bullet that belongs to one", blank="It has no lead-in"),
        Field(name="text", says="The text as a reader reads it"),
        page("page_first", _FIRST),
        page("page_last", _LAST),
    ),
    "spans": (
        Field(name="item", says="The item of which this is a fragment"),
        page("page", "The page"),
        _points("x0", "Left edge, from the left of the page"),
        _points("top", "Top edge, from the top of the page"),
        _points("x1", "Right edge, from the left of the page"),
        _points("bottom", "Bottom edge, from the top of the page"),
    ),
}
#: The header of each CSV, by the file's stem.
COLUMNS: dict[str, tuple[str, ...]] = {name: tuple(f.name for f in fields) for name, fields in FIELDS.items()}
# Spans have no key: of a text that the file prints twice in one place, both fragments are there.
_KEYS: dict[str, dict[str, Any]] = {
    "commitments": {"primaryKey": ["commitment"]},
    "items": {
        "primaryKey": ["item"],
        "foreignKeys": [
            {"fields": ["commitment"], "reference": {"resource": "commitments", "fields": ["commitment"]}},
            # No "resource" is version 2's way to say "this table"; version 1 wrote "".
            {"fields": ["parent"], "reference": {"fields": ["item"]}},
        ],
    },
    "spans": {"foreignKeys": [{"fields": ["item"], "reference": {"resource": "items", "fields": ["item"]}}]},
}


def resources(roles: Sequence[str]) -> list[dict[str, Any]]:
    """The ``resources`` of a parsed report's ``datapackage.json``; ``roles`` are those that its items may have."""
    made = [resource(name, fields, _KEYS[name]) for name, fields in FIELDS.items()]
    for field in made[1]["schema"]["fields"]:
        if field["name"] == "role":
            field["constraints"]["enum"] = list(roles)
    return made


def resource(name: str, fields: Sequence[Field], keys: Mapping[str, Any]) -> dict[str, Any]:
    """One CSV as a Data Package describes it: its fields, and the keys of its schema."""
    return {
        "$schema": f"{_PROFILES}dataresource.json",
        "name": name,
        "type": "table",
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "$schema": f"{_PROFILES}tableschema.json",
            "fields": [field.described() for field in fields],
            "missingValues": [""],  # readers of version 1 know no other; each field says what it means there
            **keys,
        },
    }


def rights(sources: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """``licenses`` and ``sources`` of a package, for reports given by title and file."""
    told = "The text is its publisher's; the report itself says under which licence, if any"
    return {
        "licenses": [{"name": "notspecified", "title": told}],
        "sources": [_source(title, file_name(path)) for title, path in sources],
    }


def _source(title: str, name: str) -> dict[str, str]:
    """A package may name no file that starts with a dot or a tilde, or has two dots in a row."""
    allowed = not name.startswith((".", "~")) and ".." not in name
    return {"title": title, "path": name} if allowed else {"title": title}


def file_name(path: str) -> str:
    """The last part of a path or an address: where a file lay on somebody's machine is nobody's business."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2].partition("?")[0] or "unnamed"
