"""A template cannot run anything. The control shows what the same template does to plain docxtpl."""

import re
import time

import pytest
from templatemaking import body, plain_docxtpl, template, with_footnote, with_parts

from specgen.errors import ContentError
from specgen.model.paper import Gap
from specgen.word.compile import compile_template
from specgen.word.render import render
from specgen.word.sandbox import environment

HIDDEN = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{}</w:t></w:r></w:p>"
BOX = (
    '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p>'
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)
PLACES = {
    "body": lambda attack: template("前", attack),
    "table": lambda attack: template([["頭", attack]]),
    "header": lambda attack: template("本文", header=attack),
    "footer": lambda attack: template("本文", footer=attack),
    "footnote": lambda attack: with_footnote(template("本文"), attack),
    "hidden text": lambda attack: body(template("本文"), HIDDEN.format(attack)),
    "text box": lambda attack: body(template("本文"), BOX.format(attack)),
    "properties": lambda attack: template("本文", title=attack),
}


def command(folder):
    """A tag that makes a folder when it is run: harmless, and seen."""
    return "{{ cycler.__init__.__globals__.os.mkdir('" + str(folder) + "') }}"


@pytest.mark.parametrize("place", PLACES)
def test_plain_docxtpl_runs_the_command_and_we_refuse_it(place, tmp_path):
    ran = tmp_path / "ran"
    attack = PLACES[place](command(ran))
    with pytest.raises(ContentError) as refused:
        compile_template(attack)
    assert not ran.exists()
    assert refused.value.faults[0].code in ("T06", "T08")
    plain_docxtpl(attack, {})
    assert ran.exists()  # the control: the attack is a real one


@pytest.mark.parametrize(
    "attack",
    [
        "{{ a.b.__class__ }}",
        "{{ a.b.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''.__class__ }}",
        "{{ a['__class__'] }}",
        "{{ a['b']['__init__'] }}",
        "{{ a.b|attr('__class__') }}",
        "{{ a.b|safe }}",
        "{{ a.b|map(attribute='x') }}",
        "{{ a.list|join }}",
        "{{ lipsum.__globals__ }}",
        "{{ lipsum() }}",
        "{{ cycler.next }}{{ cycler() }}",
        "{{ joiner() }}",
        "{{ namespace() }}",
        "{{ dict() }}",
        "{{ range(9) }}",
        "{{ self.x }}",
        "{{ self._TemplateReference__context }}",
        "{{ super.x }}",
        "{{ a.b.format(a) }}",
        "{{ 'A' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ -1 }}",
        "{{ a.b % 1 }}",
        "{{ [a.b, a.b] }}",
        "{{ {} }}",
        "{% for i in range(1000000000) %}{% endfor %}",
        "{% for i in a.list recursive %}{{ loop(i.x) }}{% endfor %}",
        "{% for i in a.list %}{{ loop.cycle('a', 'b') }}{% endfor %}",
        "{% for i in a.list %}{{ loop.__init__ }}{% endfor %}",
        "{% set x = a.b %}",
        "{% set x %}{% endset %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{% block x %}{% endblock %}",
        "{% macro x() %}{% endmacro %}",
        "{% call x() %}{% endcall %}",
        "{% filter upper %}x{% endfilter %}",
        "{% raw %}{{ a.b }}{% endraw %}",
        "{% autoescape false %}{{ a.b }}{% endautoescape %}",
        "{% with x = a.b %}{% endwith %}",
        "{% do a.list.append(1) %}",
        "{% trans %}x{% endtrans %}",
        "{% debug %}",
        "{%- if a.b %}{%- endif %}",
        "{{r a.b }}",
        "{{p a.b }}",
        "{% colspan a.b %}",
        "{% cellbg a.b %}",
        "{% hm %}",
        "{% vm %}",
        "{% if a.b is defined %}{% endif %}",
        "{% if a.b is callable %}{% endif %}",
        "{% if a.b() %}{% endif %}",
        "{% if lipsum.__globals__ %}{% endif %}",
    ],
)
def test_nothing_outside_the_list_passes(attack):
    with pytest.raises(ContentError):
        compile_template(template(attack))


@pytest.mark.parametrize(
    "part", ["docProps/app.xml", "docProps/custom.xml", "word/comments.xml", "word/endnotes.xml"]
)
def test_a_command_in_a_part_that_is_not_filled_in_is_refused_too(part, tmp_path):
    xml = f"<x><y>{command(tmp_path / 'ran').replace('<', '')}</y></x>"
    with pytest.raises(ContentError, match="T15"):
        compile_template(with_parts(template("x"), **{part: xml.encode()}))


def test_an_answer_that_looks_like_a_tag_is_printed_as_it_is(tmp_path):
    ran = tmp_path / "ran"
    hostile = f"{command(ran)}{{% if 1 %}}</w:t></w:r><w:sdt>&amp;\"'"
    data = template("{{ a.b }}", header="{{ a.b }}", title="{{ a.b }}")
    parts = render(compile_template(data), {"a": {"b": Gap(hostile)}}).parts
    for name in ("word/document.xml", "word/header1.xml", "docProps/core.xml"):
        assert b"cycler.__init__" in parts[name]
        assert b"&lt;/w:t&gt;" in parts[name]
    assert not ran.exists()


# ------------------------------------------------------------------ the second wall, without the first
@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ x.items }}",
        "{{ x['keys'] }}",
        "{{ x.text.upper }}",
        "{{ x.list.append }}",
        "{{ x.list.append(1) }}",
        "{{ x.text.format(x) }}",
        "{{ self._TemplateReference__context }}",
        "{% for i in x.list %}{{ loop.__init__ }}{% endfor %}",
        "{% for i in x.list %}{{ loop.cycle }}{% endfor %}",
        "{{ range(3) }}",
        "{{ lipsum() }}",
        "{{ cycler }}",
        "{{ x.text|upper }}",
        "{{ x.text|attr('upper') }}",
        "{{ x.text is callable }}",
        "{{ x.unknown }}",
        "{{ unknown }}",
    ],
)
def test_the_sandbox_reaches_nothing_but_keys(source):
    context = {"x": {"text": "t", "list": [1]}}
    with pytest.raises(Exception, match=r"."):
        environment().from_string(source).render(context)
    assert context == {"x": {"text": "t", "list": [1]}}


def test_what_is_printed_must_pass_a_filter_that_escapes():
    for source in ("{{ x.text }}", "{{ x.text|length }}", "<w:t>{{ x.text|text_ }}{{x.text}}"):
        with pytest.raises(AssertionError):
            environment().code(source)
    environment().code("{{ x.text|text_ }}")


def test_the_sandbox_lets_data_and_loop_counters_through():
    source = "{{ x.text }}{{ x['text'] }}{% for i in x.list %}{{ loop.index }}/{{ loop.length }}{{ i.v }}{% endfor %}"
    context = {"x": {"text": "t", "list": [{"v": 5}]}}
    assert environment().from_string(source).render(context) == "tt1/15"


@pytest.mark.parametrize(
    "text",
    [
        "{" * 40_000,
        "{{" * 20_000,
        "{%" * 20_000,
        "{#" * 20_000,
        "{{ a.b" + " " * 40_000,
        "}}" * 20_000,
        "{{ a.b }}" * 30_000,
        "{{ " + "(" * 240 + " }}",
        "{{ " + "not " * 120 + "a.b }}",
        "{{ a" + ".b" * 240 + " }}",
        "{% if a.b " + "or a.b " * 60 + "%}{% endif %}",
        "{{ '" + "x" * 400 + " }}",
    ],
    ids=lambda text: re.sub(r"\s+", " ", text)[:12],
)
def test_texts_made_to_take_long_are_refused_at_once(text):
    began = time.perf_counter()
    with pytest.raises(ContentError):
        compile_template(template(text))
    assert time.perf_counter() - began < 5
