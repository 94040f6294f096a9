"""The zip file: sound, the same each time, and nothing of the machine in it."""

import io
import zipfile

from specgen.word.package import Packed, to_bytes

PARTS = {
    "word/document.xml": b"<w:document/>" * 500,
    "word/media/image1.png": bytes(range(256)) * 2,
    "_rels/.rels": b"<Relationships/>",
    "[Content_Types].xml": b"<Types/>",
    "customXml/項目.xml": "値".encode(),
    "empty.bin": b"",
}


def test_every_part_comes_back_and_the_file_is_sound():
    with zipfile.ZipFile(io.BytesIO(to_bytes(PARTS))) as package:
        assert package.testzip() is None
        assert {name: package.read(name) for name in package.namelist()} == PARTS


def test_the_order_is_fixed_with_the_content_types_first():
    backwards = dict(reversed(PARTS.items()))
    assert to_bytes(backwards) == to_bytes(PARTS)
    with zipfile.ZipFile(io.BytesIO(to_bytes(PARTS))) as package:
        assert package.namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]
        assert package.namelist()[2:] == sorted(package.namelist()[2:])


def test_no_clock_and_no_system_is_in_the_file():
    with zipfile.ZipFile(io.BytesIO(to_bytes(PARTS))) as package:
        for entry in package.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.create_system, entry.external_attr, entry.extra, entry.comment) == (0, 0, b"", b"")


def test_a_part_that_was_packed_before_gives_the_same_file():
    packed = {name: Packed(data) for name, data in PARTS.items()}
    assert to_bytes(packed) == to_bytes(PARTS)
    assert packed["word/document.xml"] == PARTS["word/document.xml"]
    again = {n: Packed.restored(bytes(p), p.method, p.body, p.crc) for n, p in packed.items()}
    assert to_bytes(again) == to_bytes(PARTS)


def test_what_does_not_shrink_is_stored():
    with zipfile.ZipFile(io.BytesIO(to_bytes({"a": bytes(range(200)), "b": b"x" * 200}))) as package:
        kinds = {entry.filename: entry.compress_type for entry in package.infolist()}
    assert kinds == {"a": zipfile.ZIP_STORED, "b": zipfile.ZIP_DEFLATED}
