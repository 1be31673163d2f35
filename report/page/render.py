"""Templates, styles and scripts → one page that needs nothing else and in which only its own script can run."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).parent.parent
_CLOSED = "form-action 'none'"
_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_DESK = '<link rel="icon" href="data:,">\n<meta name="desk" content="{}">'


def render(
    template: str,
    *,
    styles: Sequence[str],
    scripts: Sequence[str] = (),
    more_css: str = "",
    images: str,
    filters: Mapping[str, Callable[..., Any]],
    rooms: Sequence[Path] = (_HERE,),
    served: bool = False,
    **values: Any,
) -> str:
    """A page from a template. ``styles`` and ``scripts`` are names of files in ``static``, put in one after the other.

    ``rooms`` are the folders in whose ``templates`` and ``static`` they are looked for. The page's own policy lets in
    that style and that script by their hashes, and pictures from ``images``. A page that is ``served`` may also talk to
    the server that it came from.
    """
    css = "".join(_static(rooms, name) for name in styles) + more_css
    script = "".join(_static(rooms, name) for name in scripts)
    policy = _policy(css, script, images)
    policy = desk_policy(policy) if served else policy
    made = _environment(tuple(rooms), tuple(filters.items())).get_template(template)
    return made.render(css=css, script=script, policy=policy, **values)


def policy_of(page: str) -> str:
    """The policy of a page that was rendered. Raises ``ValueError`` for another."""
    found = _META.search(page)
    if found is None:
        raise ValueError("The page has no policy.")
    return html.unescape(found[1])


def at_desk(page: str, address: str) -> str:
    """A page that was rendered, as a desk serves it: its script is told the ``address`` to ask, and may ask it."""
    policy = html.escape(desk_policy(policy_of(page)))
    opened = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n{_DESK.format(html.escape(address))}'
    return _META.sub(lambda _: opened, page, count=1)


def desk_policy(policy: str) -> str:
    """The policy of a page that may talk to the desk that serves it, given that of the page as it was rendered."""
    return policy.replace(_CLOSED, "form-action 'self'; connect-src 'self'")


def own_policy(styles: Sequence[str], scripts: Sequence[str], images: str) -> str:
    """The policy of a page with these styles and scripts, as ``render`` would give it."""
    css, script = ("".join(_static((_HERE,), name) for name in names) for names in (styles, scripts))
    return _policy(css, script, images)


def _policy(css: str, script: str, images: str) -> str:
    policy = f"default-src 'none'; img-src {images}; style-src 'sha256-{_hash(css)}'; base-uri 'none'; {_CLOSED}"
    return f"{policy}; script-src 'sha256-{_hash(script)}'" if script else policy


@lru_cache(maxsize=8)
def _environment(rooms: tuple[Path, ...], filters: tuple[tuple[str, Callable[..., Any]], ...]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([room / "templates" for room in rooms]), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    environment.filters.update(filters)
    return environment


def _static(rooms: Sequence[Path], name: str) -> str:
    found = next(path for room in rooms if (path := room / "static" / name).exists())
    return found.read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
