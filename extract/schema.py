"""The columns of a parsed report's CSVs, with their types and meanings (Table Schema of Data Package v2)."""

from __future__ import annotations

from typing import Any

_FIELDS: dict[str, list[tuple[str, str, str]]] = {
    "commitments": [
        (
            "commitment",
            "string",
            "Id of the commitment: the slug of its number, after its section where numbers restart",
        ),
        ("number", "string", "The number as printed; empty where there is none"),
        ("title", "string", "The commitment's title"),
        ("page_first", "integer", "The page on which its row starts, from 1"),
        ("page_last", "integer", "The page on which its row ends, from 1"),
    ],
    "items": [
        ("item", "string", "Id of the item, unique in its report and stable from run to run"),
        ("commitment", "string", "The commitment it belongs to; empty for what stands outside the table"),
        ("role", "string", "outcome, progress, delivery, summary, note, or the slug of a column's own label"),
        ("position", "integer", "Its place within the commitment and role, from 1"),
        ("level", "integer", "0 paragraph, 1 bullet, 2 sub-bullet"),
        ("parent", "string", "The lead-in item of a bullet that belongs to one"),
        ("text", "string", "The text as a reader reads it"),
        ("page_first", "integer", "The page on which it starts, from 1"),
        ("page_last", "integer", "The page on which it ends, from 1"),
    ],
    "spans": [
        ("item", "string", "The item of which this is a fragment"),
        ("page", "integer", "The page, from 1"),
        ("x0", "number", "Left edge in PDF points from the left of the page"),
        ("top", "number", "Top edge in PDF points from the top of the page"),
        ("x1", "number", "Right edge in PDF points from the left of the page"),
        ("bottom", "number", "Bottom edge in PDF points from the top of the page"),
    ],
}
#: The header of each CSV, by the file's stem.
COLUMNS: dict[str, tuple[str, ...]] = {name: tuple(f[0] for f in fields) for name, fields in _FIELDS.items()}
_KEYS: dict[str, dict[str, Any]] = {
    "commitments": {"primaryKey": ["commitment"]},
    "items": {
        "primaryKey": ["item"],
        "foreignKeys": [{"fields": ["parent"], "reference": {"fields": ["item"]}}],
    },
    "spans": {"foreignKeys": [{"fields": ["item"], "reference": {"resource": "items", "fields": ["item"]}}]},
}


def resources() -> list[dict[str, Any]]:
    """The ``resources`` of a parsed report's ``datapackage.json``."""
    return [
        resource(name, [{"name": n, "type": kind, "description": text} for n, kind, text in fields], **_KEYS[name])
        for name, fields in _FIELDS.items()
    ]


def resource(name: str, fields: list[dict[str, str]], **keys: Any) -> dict[str, Any]:
    """One CSV as a Data Package describes it: its fields, and the keys of its schema."""
    return {
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""], **keys},
    }
