"""Typer and click speak Japanese: some messages by gettext, the rest by the same catalogue read as patterns.

Newer versions of Typer carry a copy of click whose sentences do not pass through gettext. Each of those
stands in ``locale/ja/LC_MESSAGES/messages.po`` with its ``{names}``, and is recognised by its fixed words.
"""

from __future__ import annotations

import gettext
import os
import re
import struct
from functools import cache
from pathlib import Path

_DASHES = "-\uff0d\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc"
"""The hyphen, and what else comes out of a Japanese keyboard where it was meant."""
LOCALE = Path(__file__).parent / "locale"
DOMAIN = "messages"


def speak_japanese() -> None:
    """From here on what Typer and click send through gettext is Japanese, whatever the locale is."""
    os.environ["LANGUAGE"] = "ja"
    os.environ.setdefault("LANG", "ja_JP.UTF-8")
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)


def say(message: str) -> str:
    """The Japanese of one fixed message of the catalogue; the message itself where there is none."""
    return catalogue().get(message, message)


def usage_sentence(error: Exception) -> str:
    """One Japanese sentence for a usage error of Typer or click, of any version."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "MissingParameter" in kinds:
        return _missing(error)
    if "NoSuchOption" in kinds:
        return _no_such_option(error)
    message = translate(str(getattr(error, "message", error)))
    if "BadOptionUsage" in kinds:
        return re.sub(r"'(-[^']*)'", r"\1", message)
    if "BadParameter" in kinds:
        hint = _name_of_parameter(error)
        pattern = "Invalid value for {param_hint}: {message}" if hint else "Invalid value: {message}"
        return say(pattern).format(param_hint=hint, message=message)
    return message


def slip(arguments: list[str]) -> str:
    """A sentence on what a Japanese keyboard easily does to a command line, or an empty string."""
    for word in arguments:
        bare = word.lstrip(_DASHES)
        dashes = word[: len(word) - len(bare)]
        if bare and dashes.strip("-"):
            return f"「{word}」の頭の線が全角です。半角で「--{bare}」と書きます。"
        if dashes == "-" and len(bare) > 1 and bare.isascii() and bare.isalpha():
            return f"「{word}」の頭の線は二つです。「--{bare}」と書きます。"
    for word in arguments:
        if "\u3000" in word:
            return f"「{word}」に全角の空白があります。語の間は半角の空白で分けます。"
    return ""


def translate(sentence: str) -> str:
    """A sentence of Typer or click in Japanese, its quoted words kept; unknown ones come back unchanged."""
    known = catalogue().get(sentence)
    if known:
        return known
    for pattern, japanese in patterns():
        found = pattern.fullmatch(sentence)
        if found:
            return japanese.format(**{name: value.strip("'\"") for name, value in found.groupdict().items()})
    return sentence


def _missing(error: Exception) -> str:
    kind = getattr(error, "param_type", None) or getattr(getattr(error, "param", None), "param_type_name", "")
    pattern = "Missing option {name}." if kind == "option" else "Missing argument {name}."
    return say(pattern).format(name=_name_of_parameter(error))


def _no_such_option(error: Exception) -> str:
    name = str(getattr(error, "option_name", ""))
    near = sorted(getattr(error, "possibilities", None) or ())
    pattern = (
        "No such option: {name} (Possible options: {possibilities})" if near else "No such option: {name}"
    )
    return say(pattern).format(name=name, possibilities="、".join(near))


def _name_of_parameter(error: Exception) -> str:
    """How the person writes the parameter: the metavar of an argument, the longest name of an option."""
    parameter = getattr(error, "param", None)
    if parameter is None:
        hint = getattr(error, "param_hint", None) or ""
        return hint.strip("'\"") if isinstance(hint, str) else " / ".join(hint)
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar or parameter.name)


@cache
def catalogue() -> dict[str, str]:
    """All messages of the catalogue; each form of a plural is a key of its own."""
    data = (LOCALE / "ja" / "LC_MESSAGES" / f"{DOMAIN}.mo").read_bytes()
    count, messages, translations = struct.unpack_from("<3I", data, 8)

    def text(table: int, row: int) -> str:
        length, offset = struct.unpack_from("<2I", data, table + 8 * row)
        return data[offset : offset + length].decode("utf-8")

    pairs = ((text(messages, row), text(translations, row)) for row in range(count))
    return {form: japanese for key, japanese in pairs for form in key.split("\0") if form}


@cache
def patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The messages with ``{names}`` as patterns, those with the most fixed words first."""
    named = [key for key, japanese in catalogue().items() if _names(key) and _names(japanese) <= _names(key)]
    named.sort(key=lambda key: (-len(re.sub(r"\{\w+(!r)?\}", "", key)), key))
    return tuple((_pattern(key), catalogue()[key].replace("!r}", "}")) for key in named)


def _names(message: str) -> set[str]:
    return set(re.findall(r"\{(\w+)(?:!r)?\}", message))


def _pattern(message: str) -> re.Pattern[str]:
    pieces = re.split(r"(\{\w+(?:!r)?\})", message)
    return re.compile(
        "".join(
            f"(?P<{piece[1:-1].removesuffix('!r')}>.+?)" if piece[:1] == "{" else re.escape(piece)
            for piece in pieces
        ),
        re.DOTALL,
    )
