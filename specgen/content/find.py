"""Where content lies: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from ..errors import ContentError, Fault


def data_root() -> Path:
    """The folder that holds ``spec_templates``, ``checklists`` and ``examples`` as shipped."""
    packaged = Path(str(resources.files("specgen"))) / "_data"
    for root in (packaged, Path(__file__).resolve().parents[2]):
        if (root / "spec_templates").is_dir():
            return root
    raise ContentError(
        Fault(
            "C00",
            "specgenに付属するひな形の入ったフォルダーが見つかりません。",
            remedy="specgenを入れ直してください（python -m pip install --force-reinstall specgen）。",
        )
    )


def files_under(folder: Path, ending: str) -> list[Path]:
    """All files below ``folder`` with this ending, in a fixed order."""
    if not folder.is_dir():
        return []
    return sorted(folder.rglob(f"*{ending}"), key=lambda path: path.as_posix())
