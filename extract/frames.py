"""A CSV that this program wrote → a pandas DataFrame with the types that its schema says.

pandas guesses otherwise: it takes the commitment "1" for a number and the word "None" for nothing.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from extract.errors import InputError

if TYPE_CHECKING:
    from pandas import DataFrame

#: The dtype of each type of Table Schema; all of them know a missing value (``<NA>``).
DTYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


def read_table(path: str | Path) -> DataFrame:
    """Load a CSV by the types that the ``datapackage.json`` beside it gives for it.

    Raises ``InputError`` where there is no such file or it is not described there, ``ImportError`` without pandas.
    """
    path = Path(path)
    package = path.parent / "datapackage.json"
    try:
        said = json.loads(package.read_text(encoding="utf-8"))
        described = {r["path"]: r["schema"]["fields"] for r in said["resources"]}
        types = {field["name"]: str(field["type"]) for field in described[path.name]}
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(path, f"cannot be loaded ({error.strerror}: {Path(str(error.filename)).name}).") from None
    except (ValueError, KeyError, TypeError):
        raise InputError(path, "is not described by a datapackage.json beside it.") from None
    return frame(text, types)


def frame(text: str, types: Mapping[str, str]) -> DataFrame:
    """The text of a CSV as a DataFrame; ``types`` maps each column to its type of Table Schema."""
    try:
        import pandas as pd
    except ImportError:
        raise ImportError('DataFrames need pandas: pip install "evidence-trail[frames]".') from None
    return pd.read_csv(
        io.StringIO(text), dtype={name: DTYPES[kind] for name, kind in types.items()}, keep_default_na=False,
        na_values=[""],
    )  # fmt: skip
