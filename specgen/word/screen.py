"""A Word file from outside is let in only when it is whole and carries nothing that runs, links or hides."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..errors import MOST_FAULTS, ContentError, Fault, Faults, InputError, Place, SpecgenError
from .opened import CONTENT_TYPES, Opened, Relationship, main_part, relationships, resolve, source_of

MOST_BYTES = 100 * 2**20
MOST_PARTS = 3_000
MOST_INFLATED = 200 * 2**20
MOST_XML = 48 * 2**20
MOST_TAGS = 2_500_000
"""What all XML parts together may hold: a parsed tree takes some 120 bytes for each element."""

RESAVE = "Word で開き、「名前を付けて保存」で種類を「Word 文書（*.docx）」にして保存してください。"
_CHUNK = 1 << 20
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_SCHEMES = ("http://", "https://", "mailto:", "#")
_FIELDS = {"DDE", "DDEAUTO", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK", "DATABASE", "RD"}


def screen_package(
    data: bytes,
    file: str,
    *,
    allow: Literal["paper", "template", "foreign"] = "paper",
    error: type[SpecgenError] | None = None,
) -> dict[str, bytes]:
    """The parts of a Word file by name, inflated, once nothing speaks against the file.

    ``allow="template"`` also lets in ``.dotx``, ``allow="foreign"`` what a file of others may carry while it is only
    read and copied (``CARRIED``). Raises ``error`` (``InputError`` for papers, ``ContentError`` for templates): alone
    what keeps the file from being opened, else all that it must not hold.
    """
    stop = error or (ContentError if allow == "template" else InputError)
    place = Place(file)
    known = _recognise(data)
    if known:
        named = file.lower().endswith((".docx", ".dotx"))
        what = known.what if named else known.what.removeprefix(_NAMED_SO)
        raise stop(Fault(known.code, what, place, remedy=known.remedy))
    try:
        parts = _inflate(data)
    except _Refused as refused:
        raise stop(Fault(refused.code, refused.what, place, refused.quoted, remedy=refused.remedy)) from None
    check = _Check(Opened(parts), place, allow)
    check.run()
    check.faults.stop_if_any(stop)
    return parts


@dataclass(slots=True)
class _Refused(Exception):
    """What alone is reason enough not to look further."""

    code: str
    what: str
    remedy: str = RESAVE
    quoted: str = ""


# ------------------------------------------------------------------ what the bytes look like
def _recognise(data: bytes) -> _Refused | None:
    """A file that is no Word package, by its true name."""
    if not data:
        return _Refused(
            "W01", "ファイルが空です（0バイト）。", "送られてきた元のファイルを、もう一度コピーしてください。"
        )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _old_office(data)
    if data.startswith(b"PK"):
        return None
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for sign, what in _LOOKS_LIKE:
        if start.startswith(sign):
            return _Refused("W05", f"{_NAMED_SO}中身は{what}です。")
    if start.startswith(b"<?xml") and (
        b"pkg:package" in start or b"wordprocessingml" in start or b"wordml" in start
    ):
        return _Refused("W05", "Word の XML 形式（*.xml）のファイルです。")
    if b"<html" in start:
        return _Refused("W05", f"{_NAMED_SO}中身は HTML です。")
    return _Refused(
        "W02", "Word 文書（*.docx）の形をしていません。", f"壊れているか、別の種類のファイルです。{RESAVE}"
    )


_NAMED_SO = "名前は Word 文書ですが、"
_LOOKS_LIKE = (
    (b"{\\rtf", "リッチテキスト（RTF）"),
    (b"%pdf", "PDF "),
    (b"<!doctype html", " HTML "),
    (b"<html", " HTML "),
    (b"mime-version:", "ウェブページ（MHTML）"),
)


def _old_office(data: bytes) -> _Refused:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return _Refused(
            "W03",
            "パスワードで保護されているため、読めません。",
            "Word で開き、「ファイル」→「情報」→「文書の保護」のパスワードを空にして、保存してください。",
        )
    if holds("WordDocument"):
        return _Refused("W04", "古い形式の Word 文書（*.doc）です。")
    if holds("Workbook") or holds("Book"):
        return _Refused(
            "W06", "Excel のファイル（古い形式の *.xls）です。", "Word 文書（*.docx）を選んでください。"
        )
    return _Refused("W04", "パスワードで保護されているか、古い形式（*.doc など）の Office ファイルです。")


# ------------------------------------------------------------------ inflate, with a running limit
def _inflate(data: bytes) -> dict[str, bytes]:
    if len(data) > MOST_BYTES or data.count(b"PK\x01\x02") > MOST_PARTS:
        raise _Refused(
            "W10",
            "ファイルが大きすぎるか、部品の数が多すぎます。",
            "図を圧縮するか、文書を分けてからお試しください。",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read_all(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError):
        whole = b"PK\x05\x06" in data[-70_000:]
        why = "中身の一部が壊れています" if whole else "途中で切れています（最後まで受け取れていません）"
        raise _Refused(
            "W07",
            f"ファイルが{why}。",
            "送られてきた元のファイルを、もう一度コピーするか送り直してもらってください。",
        ) from None


def _read_all(archive: zipfile.ZipFile) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    seen: dict[str, str] = {}
    total = xml = tags = 0
    for info in archive.infolist():
        name = info.filename
        if name.endswith("/") and not info.file_size:
            continue
        if info.flag_bits & 1:
            raise _Refused(
                "W03", "パスワード付きの ZIP です。", "パスワードを外したファイルを用意してください。"
            )
        if not _is_safe(name) or name.lower() in seen:
            raise _Refused(
                "W11", "ファイルの中の部品の名前が、ふつうの Word 文書と違います。", quoted=name[:80]
            )
        seen[name.lower()] = name
        is_xml = name.lower().endswith((".xml", ".rels"))
        room = min(MOST_INFLATED - total, MOST_XML - xml if is_xml else MOST_INFLATED)
        content = _read_one(archive, info, room)
        total += len(content)
        xml += len(content) if is_xml else 0
        tags += content.count(b"<") if is_xml else 0
        if tags > MOST_TAGS:
            raise _Refused("W10", "文書が長すぎます。", "文書を分けてからお試しください。", name)
        parts[name] = content
    return parts


def _read_one(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int) -> bytes:
    chunks: list[bytes] = []
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            room -= len(chunk)
            if room < 0:
                raise _Refused(
                    "W10",
                    "ファイルの中身が大きすぎます。",
                    "図を圧縮するか、文書を分けてからお試しください。",
                    info.filename,
                )
            chunks.append(chunk)
    return b"".join(chunks)


def _is_safe(name: str) -> bool:
    if not name or name.startswith("/") or "\\" in name or ":" in name or any(ord(c) < 32 for c in name):
        return False
    return all(step not in ("", ".", "..") for step in name.split("/"))


# ------------------------------------------------------------------ what the parts hold
@dataclass(slots=True)
class _Check:
    parts: Opened
    place: Place
    allow: str
    faults: Faults = field(default_factory=Faults)

    def run(self) -> None:
        if not self._is_word():
            return
        for name, content in self.parts.items():
            if self._is_xml(name) and not self._is_plain_xml(content):
                self._add("W12", "文書型宣言（DTD）又は読めない文字コードの部品があります。", name, RESAVE)
        if self.faults.found:
            return
        try:
            if self._main_type():
                self._relationships()
                self._contents()
        except InputError as broken:
            self.faults.found += [
                Fault(f.code, f.what, self.place, f.quoted, remedy=f.remedy) for f in broken.faults
            ]

    def _add(self, code: str, what: str, quoted: str, remedy: str) -> None:
        if self.allow == "foreign" and code in CARRIED:
            return
        if len(self.faults.found) < MOST_FAULTS and all(
            (f.code, f.quoted) != (code, quoted) for f in self.faults.found
        ):
            self.faults.add(Fault(code, what, self.place, quoted, remedy=remedy))

    def _is_word(self) -> bool:
        other = _other_package(self.parts)
        if other:
            self.faults.add(Fault(other.code, other.what, self.place, remedy=other.remedy))
        return not other

    def _is_xml(self, name: str) -> bool:
        return name.lower().endswith((".xml", ".rels"))

    def _is_plain_xml(self, content: bytes) -> bool:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            content = content.decode("utf-16", "replace").encode("utf-8", "replace")
        elif b"\0" in content[:64]:
            return False
        declared = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", content[:200])
        if declared and declared[1].lower() not in (b"utf-8", b"utf-16", b"us-ascii"):
            return False
        return b"<!DOCTYPE" not in content and b"<!ENTITY" not in content

    def _main_type(self) -> bool:
        """Whether the body is that of an ordinary Word document, as its content type says."""
        types = self.parts[CONTENT_TYPES].decode("utf-8", "replace")
        if (
            "macroEnabled" in types
            or "vbaProject" in types
            or any("vbaproject" in n.lower() for n in self.parts)
        ):
            self._add("W20", "マクロを含むファイル（*.docm など）です。", "", RESAVE)
        main = main_part(self.parts)
        if main not in self.parts:
            self._add("W02", "Word 文書の本文が見当たりません。", main, RESAVE)
            return False
        if b"http://purl.oclc.org/ooxml/" in self.parts[main][:4096]:
            remedy = f"「完全 Open XML 文書」ではない形式にします。{RESAVE}"
            self._add("W08", "「完全 Open XML 文書」という、少し違う形式で保存されています。", "", remedy)
            return False
        if _TEMPLATE in types and self.allow == "paper":
            self._add("W09", "Word のひな形（*.dotx）です。", "", RESAVE)
        elif _MAIN not in types and _TEMPLATE not in types and not self.faults.found:
            self._add("W02", "Word 文書（*.docx）の形をしていません。", "", RESAVE)
        return not self.faults.found

    def _relationships(self) -> None:
        for name in self.parts:
            if not name.lower().endswith(".rels"):
                continue
            source = source_of(name)
            for rel in relationships(self.parts, source):
                unwanted = _UNWANTED.get(rel.kind.lower())
                if unwanted:
                    self._add(*unwanted[:2], rel.target[:80], unwanted[2])
                elif rel.external:
                    self._external(rel)
                elif not rel.target.startswith("#") and resolve(source, rel.target) not in self.parts:
                    self._add(
                        "W13", "ファイルの中で参照している部品が見当たりません。", rel.target[:80], RESAVE
                    )

    def _external(self, rel: Relationship) -> None:
        if rel.kind != "hyperlink":
            self._add("W21", "ほかの場所のファイルを読み込む設定があります。", rel.target[:80], _PASTE)
        elif not rel.target.strip().lower().startswith(_SCHEMES):
            remedy = "リンクを外すか、http・https・mailto のリンクに直してください。"
            self._add("W22", "ウェブとメール以外へのリンクがあります。", rel.target[:80], remedy)

    def _contents(self) -> None:
        for name, content in self.parts.items():
            lower = name.lower()
            if "/embeddings/" in lower or "/activex/" in lower:
                self._add(*_UNWANTED["oleobject"][:2], name, _UNWANTED["oleobject"][2])
            if not self._is_xml(name) or not lower.startswith("word/"):
                continue
            if b":altChunk" in content:
                self._add(*_UNWANTED["afchunk"][:2], name, _UNWANTED["afchunk"][2])
            for code in _field_codes(content):
                if _is_linking(code):
                    self._add(
                        "W27",
                        "ほかのファイルやソフトから内容を取り込むフィールドがあります。",
                        code[:80],
                        _PASTE,
                    )


CARRIED = frozenset({"W21", "W22", "W23", "W26"})
"""What a file of others may carry: nobody opens it while the text is read, and a copy has no more of it."""
_PASTE = "取り込んだ結果を、文字や図としてこの文書に貼り直してください。"
_UNWANTED: Mapping[str, tuple[str, str, str]] = {
    "vbaproject": ("W20", "マクロを含むファイル（*.docm など）です。", RESAVE),
    "oleobject": ("W23", "ほかのソフトのファイルが埋め込まれています。", "図か表として貼り直してください。"),
    "package": ("W23", "ほかのソフトのファイルが埋め込まれています。", "図か表として貼り直してください。"),
    "control": ("W24", "ActiveX の部品が置かれています。", "ボタンや入力欄の部品を削除してください。"),
    "activexcontrolbinary": (
        "W24",
        "ActiveX の部品が置かれています。",
        "ボタンや入力欄の部品を削除してください。",
    ),
    "afchunk": (
        "W25",
        "別の文書が丸ごと差し込まれています。",
        f"一度 Word で開いて保存すると、本文になります。{RESAVE}",
    ),
    "attachedtemplate": (
        "W26",
        "別の場所にあるひな形が結び付けられています。",
        "Word の「開発」→「文書テンプレート」で、テンプレートを Normal に戻して保存してください。",
    ),
}


def _other_package(parts: Mapping[str, bytes]) -> _Refused | None:
    """A ZIP that is not a Word document, by its true name."""
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        return _Refused(
            "W05",
            "LibreOffice などの文書（*.odt など）です。",
            "「Word 文書（*.docx）」の形式で保存し直してください。",
        )
    types = parts.get(CONTENT_TYPES, b"")
    if b"spreadsheetml" in types and b"wordprocessingml" not in types:
        return _Refused("W06", "Excel のファイル（*.xlsx）です。", "Word 文書（*.docx）を選んでください。")
    if b"presentationml" in types and b"wordprocessingml" not in types:
        return _Refused(
            "W06", "PowerPoint のファイル（*.pptx）です。", "Word 文書（*.docx）を選んでください。"
        )
    if not types:
        if any(name.lower().endswith((".docx", ".doc")) for name in parts):
            return _Refused(
                "W05", "Word 文書を入れた ZIP です。", "ZIP を展開して、中の Word 文書を選んでください。"
            )
        return _Refused("W05", "Word 文書ではない ZIP です。", "Word 文書（*.docx）を選んでください。")
    return None


def _field_codes(content: bytes) -> Iterator[str]:
    """The codes of the fields of one part; a code that is split over runs comes whole."""
    for simple in re.finditer(rb"fldSimple\b[^>]*?\binstr\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", content):
        yield html.unescape((simple[1] or simple[2] or b"").decode("utf-8", "replace")).strip()
    code, end = "", 0
    at = content.find(b"instrText")
    while at >= 0:
        start, opened = content.rfind(b"<", 0, at), content.find(b">", at)
        closed = content.find(b"<", at)
        if content[start + 1 : start + 2] != b"/" and 0 < opened < closed:
            if code and b"fldChar" in content[end:at]:
                yield code.strip()
                code = ""
            code += html.unescape(content[opened + 1 : closed].decode("utf-8", "replace"))
            end = closed
        at = content.find(b"instrText", at + 9)
    if code:
        yield code.strip()


def _is_linking(code: str) -> bool:
    first, _, rest = code.partition(" ")
    return first.upper() in _FIELDS or (first.upper() == "QUOTE" and bool(re.fullmatch(r"[\d\s]+", rest)))
