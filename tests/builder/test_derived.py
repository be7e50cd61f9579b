"""Pages made from standards and rules: nothing is left out, and what disagrees has its advice."""

from __future__ import annotations

import dataclasses
from itertools import chain

import pytest

from builder import derived, facts
from builder.errors import BuildError
from builder.figures import FigureTags
from builder.named import made_of, named_sources
from builder.rule_groups import GROUPS
from checker import standards
from checker.rules import RULES
from checker.text import Text
from tests.builder.rendered import Built

ALL = standards.load_all()


def test_each_rule_is_in_one_group_in_the_registry_s_order() -> None:
    for _, _, names in GROUPS:
        assert list(names) == [name for name in RULES if name in names]
    assert sorted(chain.from_iterable(names for _, _, names in GROUPS)) == sorted(RULES)


def test_the_rule_index_says_what_each_standard_wants(guide: Built) -> None:
    text = guide.text("rules.html")
    html = (guide.out / "rules.html").read_text(encoding="utf-8")
    for rule in RULES:
        assert f'href="rules/{rule}.html"' in html
    for standard in ALL.values():
        for row in standard.requirements("zh"):
            assert row.text in text or not row.judged


def test_every_disagreement_has_its_advice(guide: Built) -> None:
    found = derived.disagreements(ALL)
    assert {"file-size", "pixel-size", "aspect-ratio", "background-colour"} <= found
    text = guide.text("conflicts.html")
    html = (guide.out / "conflicts.html").read_text(encoding="utf-8")
    assert "{{" not in html
    for rule in found:
        for standard in ALL.values():
            entry = standard.rules.get(rule)
            if standard.kind == "graduation" and entry is not None and entry.source.trust != "own":
                assert RULES[rule].describe(entry.limits).zh in text
    for conflict in facts.conflicts():
        assert f'id="{conflict.id}"' in html


def test_a_new_disagreement_stops_the_build(guide: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = guide.site.editions["zh"].templates.env.globals["conflict_table"]
    page = next(page for page in guide.site.pages if page.path == "conflicts.html")
    monkeypatch.setattr(facts, "conflicts", lambda: ())
    with pytest.raises(BuildError, match="conflict-untold: standards disagree about «"):
        guide.site.editions["zh"].templates.fill(page)
    assert callable(tag)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("{{ figure('ouchn', 'roll') }}", "unknown-limit"),
        ("{{ nobody }}", "template-error"),
        ("{{", "template-error"),
    ],
)
def test_a_wrong_tag_among_the_facts_is_told(
    guide: Built, monkeypatch: pytest.MonkeyPatch, words: str, code: str
) -> None:
    first, *rest = facts.conflicts()
    wrong = dataclasses.replace(first, odd=Text(words, words))
    monkeypatch.setattr(facts, "conflicts", lambda: (wrong, *rest))
    edition = guide.site.editions["zh"]
    page = next(page for page in edition.pages if page.path == "conflicts.html")
    with pytest.raises(BuildError, match=f"{code}: in builder/facts, «") as caught:
        edition.templates.fill(page)
    assert words in str(caught.value)


def test_messages_lead_to_rules_and_rules_show_messages(guide: Built) -> None:
    for message in facts.messages():
        html = (guide.out / "messages.html").read_text(encoding="utf-8")
        assert f'id="{message.id}"' in html
        for rule in message.rules:
            assert f'href="rules/{rule}.html"' in html
            page = (guide.out / "rules" / f"{rule}.html").read_text(encoding="utf-8")
            assert f'href="../messages.html#{message.id}"' in page
            assert message.words.zh in guide.text(f"rules/{rule}.html")


def test_each_source_is_listed_with_what_rests_on_it(guide: Built) -> None:
    html = (guide.out / "sources.html").read_text(encoding="utf-8")
    text = guide.text("sources.html")
    for standard in ALL.values():
        assert standard.source.cite("zh") in text
        for entry in standard.rules.values():
            assert entry.source.cite("zh") in text
    assert text.count("教毕指〔2017〕99号") >= 2, "what pages name by mark and year alone has its name"
    named = named_sources(guide.site.editions["zh"].pages)
    assert {source.trust for source in named} == {"A", "B", "C"}
    assert "哈工大" in {source.who for source in named}
    for source in named:
        assert source.who is None or source.who in text
        for page in source.pages:
            assert f'href="{page.path}"' in html


def test_a_source_counts_where_its_tag_is(guide: Built) -> None:
    page = next(page for page in guide.site.pages if page.path == "faq.html")
    tags = ['"A", "2025-06", "合工大"', '"own"', '"A", "2025-06", "合工大"', '"A", 2022, "某校(本部)"']
    body = " ".join(f"x {{{{ src({tag}) }}}}" for tag in tags)
    [found, other] = named_sources([dataclasses.replace(page, body=body)])
    assert other.who == "某校(本部)"
    assert (found.trust, found.who, found.year, len(found.pages)) == ("A", "合工大", "2025-06", 1)


def test_the_list_of_sources_changes_with_what_pages_name(guide: Built) -> None:
    pages = list(guide.site.pages)
    index = next(page for page in pages if page.path == "sources.html")
    faq = next(page for page in pages if page.path == "faq.html")
    more = dataclasses.replace(faq, body=faq.body + '{{ src("A", 2026, "某大学") }}')
    changed = [more if page is faq else page for page in pages]
    assert made_of(index, pages) != made_of(index, changed)
    assert made_of(faq, pages) == made_of(faq, changed)


FIGURES = {
    "figure('online-upload', 'file-size')": "30–900 KB",
    "figure('online-upload', 'pixel-size')": "480–600×640–768",
    "figure('chsi-2017', 'pixel-size')": "480×640",
    "figure('school-batch', 'pixel-size')": "295×413",
    "figure('ouchn', 'file-size')": "150 KB",
    "figure('chsi-2017', 'print-resolution')": "300",
    "figure('chsi-2017', 'jpeg-quality')": "60",
    "figure('school-batch', 'head-height')": "7/10",
    "figure('school-batch', 'shoulders')": "1/5",
    "figure('chsi-2017', 'eye-line')": "200–300",
    "percent('chsi-2017', 'crown-position')": "7.8–17.2%",
    "percent('chsi-2017', 'face-width')": "37.5–62.5%",
    "percent('school-batch', 'head-height', 'near')": "50–78%",
    "value('chsi-2017', 'roll', 'fail')": "8",
    "value('chsi-2017', 'shoulders', 'level.warn')": "7",
    "value('common', 'exposure', 'blown_warn', 100)": "36",
    "value('common', 'sharpness', 'warn')": "1.25",
    "both('file-size', 'online-upload', 'school-batch', 'chsi-2017')": "30–40 KB",
    "usual('file-size')": "30–40 KB",
    "usual('pixel-size')": "480×640",
    "usual('aspect-ratio')": "3:4",
    "usual('jpeg-quality')": "60",
    "figure('school-batch', 'side-margins')": "1/10",
    "aim('head')": "62–66%",
    "ours('gaze', '_STRAIGHT', 100)": "10",
    "ours('background-evenness', '_SEEN.gradient.0')": "9",
    "fixer('level')": "3",
    "fixer('enlarge')": "5",
}


@pytest.mark.parametrize("tag", FIGURES)
def test_figures(tag: str) -> None:
    assert str(eval(tag, FigureTags(ALL).by_name())) == FIGURES[tag]


WRONG = {
    "figure('nobody', 'file-size')": "unknown-standard",
    "figure('ouchn', 'eye-line')": "unknown-limit",
    "figure('chsi-2017', 'glasses')": "unknown-limit",
    "percent('chsi-2017', 'file-size')": "unknown-limit",
    "value('chsi-2017', 'roll', 'nothing')": "unknown-limit",
    "both('file-size', 'chsi-2017', 'ouchn')": "unknown-limit",
    "both('roll', 'chsi-2017')": "unknown-limit",
    "usual('head-covering')": "unknown-limit",
    "ours('gaze', 'nothing')": "unknown-limit",
    "ours('smell', '_STRAIGHT')": "unknown-limit",
    "fixer('hat')": "unknown-limit",
    "aim('margin')": "unknown-limit",
    "aim('hat')": "unknown-limit",
}


@pytest.mark.parametrize("tag", WRONG)
def test_figures_that_nobody_gives(tag: str) -> None:
    with pytest.raises(BuildError) as caught:
        eval(tag, FigureTags(ALL).by_name())
    assert caught.value.code == WRONG[tag]
