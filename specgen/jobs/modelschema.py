"""JSON Schemas of the files that people write, made from the models that read them, with Japanese words beside.

Files are YAML read as text, so a value that is a text to us may look like a number or be empty to an editor.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import yamltext
from ..content.basis import AUTHORITY_LABELS, CONFIDENCE_LABELS
from ..content.gate import Entry
from ..content.organisation import SETTING_CODES
from ..content.pack import EDITION_LABELS, TYPE_LABELS
from ..content.question import AUDIENCE_LABELS, NEXT_YEAR_LABELS, PHASE_LABELS
from ..errors import ContentError, Fault, Place
from ..model.finding import LEVEL_LABELS
from ..model.kinds import KINDS

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
"""The dialect that editors know best."""
SCALAR = ["string", "number", "boolean", "null"]
SPOKEN: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
"""A value that must be there: a text of blanks is none."""
FORM_LABELS = {"short": "短い様式"}
_LABELS: tuple[Mapping[str, str], ...] = (
    TYPE_LABELS, FORM_LABELS, EDITION_LABELS, AUDIENCE_LABELS, PHASE_LABELS, NEXT_YEAR_LABELS, AUTHORITY_LABELS,
    CONFIDENCE_LABELS, LEVEL_LABELS, *SETTING_CODES.values(),
)  # fmt: skip
_KIND_LABELS = {name: kind.label for name, kind in KINDS.items()}
_PICKED: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("Question", "type"): _KIND_LABELS,
    ("ColumnEntry", "type"): _KIND_LABELS,
    ("PackEntry", "types"): TYPE_LABELS,
}
"""Fields that the model keeps as text and the loader compares with a list."""


class Words:
    """What is said about models and their fields in Japanese (``words.yaml``), and which of it was used."""

    def __init__(self, text: str, file: str) -> None:
        told = yamltext.plain(yamltext.load(text, file, ContentError))
        self._told: dict[str, Any] = told if isinstance(told, dict) else {}
        self.file, self.used, self.missing = file, set[str](), list[str]()

    def of(self, model: str, field: str) -> tuple[str, dict[str, str]]:
        """The words about a field (``about``: about the model itself), and about its values."""
        self.used.add(f"{model}.{field}")
        entry = self._told.get(model, {}).get(field)
        if entry is None:
            self.missing.append(f"{model}.{field}")
            return "", {}
        return (entry, {}) if isinstance(entry, str) else (entry["text"], dict(entry["values"]))

    def stop_unless_complete(self) -> None:
        """Raise ``ContentError`` when a field has no words, or words no field."""
        known = {f"{model}.{field}" for model, fields in self._told.items() for field in fields}
        for names, what in (
            (sorted(set(self.missing)), "説明のない欄があります"),
            (sorted(known - self.used), "説明だけがあって、欄がありません"),
        ):
            if names:
                raise ContentError(Fault("E08", f"{what}: {'、'.join(names)}", Place(self.file)))


def schema_of(model: type[Entry], words: Words, *, by_name: bool = False) -> Schema:
    """The schema of a file that holds one ``model``; with ``by_name`` of one that holds many, each under its name."""
    made = model.model_json_schema(by_alias=True)
    parts = {name: _model(name, part, words) for name, part in made.pop("$defs", {}).items()}
    root = _model(model.__name__, made, words)
    if by_name:
        parts[model.__name__] = root
        root = {
            "description": root["description"],
            "type": "object",
            "additionalProperties": {"$ref": f"#/$defs/{model.__name__}"},
        }
    return {"$schema": DRAFT, **root, **({"$defs": dict(sorted(parts.items()))} if parts else {})}


def schema_of_kinds(models: Mapping[str, type[Entry]], base: type[Entry], words: Words) -> Schema:
    """The schema of a file whose ``kind`` says which of ``models`` it holds; ``base`` is what all of them have."""
    parts: Schema = {}
    for model in models.values():
        made = model.model_json_schema(by_alias=True)
        parts |= {name: _model(name, part, words) for name, part in made.pop("$defs", {}).items()}
        shared = set(base.model_fields) - {"kind"}
        parts[model.__name__] = _model(model.__name__, made, words, dict.fromkeys(shared, base.__name__))
    labels = {kind: words.of(model.__name__, "about")[0] for kind, model in models.items()}
    return {
        "$schema": DRAFT,
        "description": words.of(base.__name__, "about")[0],
        "type": "object",
        "properties": {"kind": {"description": words.of(base.__name__, "kind")[0], **choice(labels)}},
        "required": ["kind"],
        "allOf": [
            {"if": {"properties": {"kind": {"const": kind}}}, "then": {"$ref": f"#/$defs/{model.__name__}"}}
            for kind, model in models.items()
        ],
        "$defs": dict(sorted(parts.items())),
    }


def _model(name: str, made: Schema, words: Words, owners: Mapping[str, str] | None = None) -> Schema:
    """One model; ``owners`` names the model under whose name the words about a field stand, where it is another."""
    owners = owners or {}
    fields = {
        field: _field(owners.get(field, name), field, part, words)
        for field, part in made["properties"].items()
    }
    required = {"required": made["required"]} if made.get("required") else {}
    return {
        "description": words.of(name, "about")[0],
        "type": "object",
        "properties": fields,
        **required,
        "additionalProperties": False,
    }


def _field(model: str, name: str, made: Schema, words: Words) -> Schema:
    text, values = words.of(model, "about_" if name == "about" else name)
    if picked := _PICKED.get((model, name)):
        one = choice(picked)
        part = one if made.get("type") != "array" else {"type": "array", "items": one}
    elif made.get("$ref") == "#/$defs/StagedLevel":
        part = {"anyOf": [choice(LEVEL_LABELS), {"$ref": made["$ref"]}]}
    else:
        part = _value(made, values)
    return {"description": text, **part}


def choice(labels: Mapping[str, str]) -> Schema:
    """One of some codes, each with its Japanese label."""
    return {"enum": list(labels), "enumDescriptions": list(labels.values())}


def _value(made: Schema, values: Mapping[str, str]) -> Schema:
    """What pydantic says of a value, as an editor should see it."""
    kind = made.get("type")
    if "anyOf" in made:
        inside = [_value(part, values) for part in made["anyOf"] if part.get("type") != "null"]
        codes = [part["enum"] for part in inside if "enum" in part]
        if len(codes) == len(inside) > 1:
            return _codes([code for part in codes for code in part], values)
        return inside[0] if len(inside) == 1 else {"anyOf": inside}
    if "$ref" in made:
        return {"$ref": made["$ref"]}
    if "enum" in made or "const" in made:
        return _codes(made.get("enum", [made.get("const")]), values)
    if kind == "integer":
        return {"type": ["integer", "string"], "pattern": "^[0-9][0-9,]*$"}
    if kind == "boolean":
        return {"enum": ["yes", "no"]}
    if kind == "string":
        return SPOKEN if made.get("minLength") else {"type": SCALAR}
    if kind == "array":
        return {"type": "array", "items": _value(made.get("items", {}), values)}
    if kind == "object":
        inner = made.get("additionalProperties", True)
        return {
            "type": "object",
            "additionalProperties": _value(inner, values) if isinstance(inner, dict) else inner,
        }
    return {}


def _codes(codes: list[Any], values: Mapping[str, str]) -> Schema:
    named = [code for code in codes if code not in ("", None)]
    labels = values or next((known for known in _LABELS if set(known) == set(named)), {})
    empty: list[Any] = ["", None] if len(named) < len(codes) else []
    described = [labels.get(code, "") for code in named] + ["（書かない）"] * len(empty)
    return {"enum": [*named, *empty], **({"enumDescriptions": described} if any(labels.values()) else {})}
