"""What users install is pinned by hash, listed in the bill of materials, and in step with what is tested here."""

from __future__ import annotations

import json
import re

from conftest import ROOT

PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.M)


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / name).read_text(encoding="utf-8")))


def test_every_pin_has_hashes_and_names_no_place() -> None:
    for name in ("requirements.lock", "requirements-run.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=[a-z0-9])", text)
        assert len(blocks) > 50
        assert all("--hash=sha256:" in block for block in blocks if PIN.match(block))
        assert "://" not in text


def test_what_users_install_is_what_is_tested() -> None:
    tested, used = pins("requirements.lock"), pins("requirements-run.lock")
    assert used.items() <= tested.items()
    assert not {"pytest", "hypothesis", "playwright"} & used.keys()


def test_the_bill_of_materials_lists_what_users_install() -> None:
    bill = json.loads((ROOT / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "evidence-trail"
    listed = {component["name"]: component["version"] for component in bill["components"]}
    assert listed == pins("requirements-run.lock")
