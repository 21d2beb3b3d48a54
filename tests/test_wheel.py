"""A built wheel carries language files, gazetteers, samples and migrations, and works outside the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``outages`` script of a fresh virtual environment that holds only the wheel and its dependencies."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT], check=True)
    (wheel,) = folder.glob("*.whl")
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    subprocess.run([*pip, "--python", venv / "bin" / "python", "install", "--no-deps", wheel], check=True)
    # A path entry makes the locked dependencies importable, not the editable install beside them.
    (site,) = venv.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return venv / "bin" / "outages"


def run(installed: Path, *arguments: str, cwd: Path, text: str | None = None) -> str:
    done = subprocess.run([installed, *arguments], cwd=cwd, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_parses_and_extracts_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    values = json.loads(run(installed, "parse", "--json", "--lang", "vi", "hơn 6 giờ", cwd=tmp_path))
    assert {"duration"} <= {value["dim"] for value in values}
    text = "WhatsApp was down for about two hours on Monday in an outage that hit millions of users around the world."
    row = json.dumps({"id": "a", "text": text})
    answer = json.loads(run(installed, "extract", "--format", "jsonl", "-", cwd=tmp_path, text=row + "\n"))
    assert answer["id"] == "a"
    assert answer["relevant"]
    where = subprocess.run(
        [installed.parent / "python", "-c", "import extractors; print(extractors.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(installed.parent.parent) in where.stdout
