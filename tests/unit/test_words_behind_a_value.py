"""A bound that the document prints behind a value is never printed twice, whoever wrote it first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.model.kinds import KINDS, Unreadable
from specgen.model.kinds.following import read_value
from specgen.model.spec import PLAIN_STYLE, Spec


def shown(text, kind, words):
    spec = Spec(kind, followed_by=words)
    return KINDS[kind].show(read_value(KINDS[kind], text, spec), spec, PLAIN_STYLE) + words


@pytest.mark.parametrize(
    "kind, words, written, printed",
    [
        ("quantity", "以内", "10日以内", "10日以内"),
        ("quantity", "以内", "10日", "10日以内"),
        ("quantity", "以内", "10日以内に", "10日以内"),
        ("quantity", "以内", "10日以内（休日を除く）", "10日（休日を除く）以内"),
        ("quantity", "以内", "1時間", "1時間以内"),
        ("quantity", "前まで", "5営業日前まで", "5営業日前まで"),
        ("quantity", "前まで", "5営業日前までに", "5営業日前まで"),
        ("quantity", "前まで", "5営業日前", "5営業日前まで"),
        ("quantity", "以上", "12か月以上", "12か月以上"),
        ("percent", "を超える", "20%を超える", "20%を超える"),
        ("text", "以内", "受領から10日以内\n", "受領から10日以内"),
        ("text", "の間", "検収に合格した日から6か月の間", "検収に合格した日から6か月の間"),
        ("text", "の間", "令和10年3月31日まで", "令和10年3月31日までの間"),
        ("text", "", "10日以内", "10日以内"),
    ],
)
def test_words_that_the_document_prints_stand_there_once(kind, words, written, printed):
    assert shown(written, kind, words) == printed


@pytest.mark.parametrize("kind", ["quantity", "text"])
@pytest.mark.parametrize(
    "words, written, bound",
    [
        ("以内", "10日まで", "まで"),
        ("以上", "12か月以内", "以内"),
        ("前まで", "5日後", "後"),
        ("以内", "10日未満（休日を除く）", "未満"),
    ],
)
def test_another_bound_is_asked_back(kind, words, written, bound):
    with pytest.raises(Unreadable) as refused:
        shown(written, kind, words)
    assert f"「{bound}」を取って書いてください。" in str(refused.value)


@given(
    st.integers(1, 999),
    st.sampled_from(["日", "時間", "営業日", "か月", "年"]),
    st.sampled_from(["以内", "以上", "前まで"]),
    st.sampled_from(["text", "quantity"]),
)
def test_with_or_without_its_words_a_value_prints_the_same(number, unit, words, kind):
    assert shown(f"{number}{unit}{words}", kind, words) == shown(f"{number}{unit}", kind, words)
