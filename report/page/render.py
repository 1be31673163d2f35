"""Templates, styles and scripts → one page that needs nothing else and in which only its own script can run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).parent.parent


def render(
    template: str,
    *,
    styles: Sequence[str],
    scripts: Sequence[str] = (),
    more_css: str = "",
    images: str,
    filters: Mapping[str, Callable[..., Any]],
    **values: Any,
) -> str:
    """A page from a template. ``styles`` and ``scripts`` are names of files in ``static``, put in one after the other.

    The page's own policy lets in that style and that script by their hashes, and pictures from ``images``.
    """
    css = "".join(_static(name) for name in styles) + more_css
    script = "".join(_static(name) for name in scripts)
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    environment.filters.update(filters)
    policy = (
        f"default-src 'none'; img-src {images}; style-src 'sha256-{_hash(css)}'; base-uri 'none'; form-action 'none'"
    )
    if script:
        policy += f"; script-src 'sha256-{_hash(script)}'"
    return environment.get_template(template).render(css=css, script=script, policy=policy, **values)


def _static(name: str) -> str:
    return (_HERE / "static" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
