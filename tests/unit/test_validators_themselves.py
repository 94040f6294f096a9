"""The judges judge: each tells a sound Word file from a broken one, so that a silent judge is never trusted."""

from __future__ import annotations

from pathlib import Path

import pytest
from validators import (
    libreoffice_pdf,
    pdf_pages,
    pdf_text,
    valid_by_open_xml_sdk,
    valid_by_openxml_audit,
)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    from docx import Document

    document = Document()
    document.add_paragraph("調達件名")
    document.save(str(tmp_path / "plain.docx"))
    return tmp_path / "plain.docx"


@pytest.fixture
def broken(plain: Path) -> Path:
    """A paragraph property after the run: Word may read it, the schema does not allow it."""
    import zipfile

    target = plain.with_name("broken.docx")
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:r><w:t>", b"<w:r><w:t/></w:r><w:pPr/><w:r><w:t>")
                assert b"<w:pPr/>" in data
            new.writestr(name, data)
    return target


def test_the_python_validator_sees_the_fault(plain, broken):
    assert set(valid_by_openxml_audit(broken)) - set(valid_by_openxml_audit(plain))


def test_the_open_xml_sdk_sees_the_fault(plain, broken):
    assert valid_by_open_xml_sdk(plain) == []
    assert valid_by_open_xml_sdk(broken)


def test_libreoffice_draws_a_page_with_its_japanese_text(plain, tmp_path):
    pdf = libreoffice_pdf(plain, tmp_path)
    assert pdf_pages(pdf) == 1
    assert "調達件名" in pdf_text(pdf)
