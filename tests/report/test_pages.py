"""What the pages of a class say, and what they must never say."""

from __future__ import annotations

import re
import stat
import sys
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.errors import CouldNotRun, UsageError
from grader.grades import Grade, Standing
from grader.report import overview, student
from grader.report.drawings import number
from grader.report.pages import file_name, write
from grader.report.statistics import figures
from grader.verdict import Finding
from tests.classroom import GONE, HOSTILE, torn
from tests.reports import PAGES


class Text(HTMLParser):
    """The words of a page, and the tags it is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}


def read(page: str) -> Text:
    text = Text()
    text.feed(page)
    return text


def pages(standing: Standing) -> dict[str, str]:
    """Every student's page."""
    return {
        one.key: student.page(
            standing, one, [grade for grade in standing.grades if grade.student == one.key]
        )
        for one in standing.students
    }


def facts(finding: Finding) -> set[str]:
    """What a finding says of its inputs and answers, drawn ones included."""
    texts = [*finding.counterexample.values(), finding.expected, finding.got]
    if finding.picture:
        drawn = (*finding.picture.over, *finding.picture.expected, *finding.picture.got)
        texts += [number(value) for value in drawn]
    return {text for text in texts if len(text) > 6}


def leaks(standing: Standing) -> list[str]:
    """What pages of students hold of the secret seed, the instructor's page included."""
    shown = {f for g in standing.grades for finding in g.shown.findings for f in facts(finding)}
    secret = {f for g in standing.grades for finding in g.verdict.findings for f in facts(finding)}
    only_secret = secret - shown
    assert only_secret, "the two seeds must differ for this to mean anything"
    everything = [*pages(standing).values(), overview.page(standing, {})]
    words = ["".join(read(page).words) for page in everything]
    return [fact for fact in only_secret if any(fact in text for text in words)]


def test_no_page_holds_a_counterexample_of_the_secret_seed(standing: Standing) -> None:
    assert leaks(standing) == []


def test_a_page_made_from_the_secret_verdict_would_be_caught(standing: Standing) -> None:
    before = {id(grade.verdict) for grade in standing.grades}
    careless = replace(
        standing, grades=tuple(replace(g, shown=g.verdict) for g in standing.grades[:-1])
    )
    assert {id(grade.shown) for grade in careless.grades[:-1]} <= before
    words = "".join("".join(read(page).words) for page in pages(careless).values())
    shown = {f for g in standing.grades for finding in g.shown.findings for f in facts(finding)}
    secret = {f for g in standing.grades for finding in g.verdict.findings for f in facts(finding)}
    assert any(fact in words for fact in secret - shown)


def test_a_student_sees_nobody_else(standing: Standing) -> None:
    for key, page in pages(standing).items():
        others = [one for one in standing.students if one.key != key]
        assert not [one.key for one in others if one.key in page]


def test_names_and_answers_are_text_and_nothing_else(standing: Standing) -> None:
    hostile = pages(standing)[HOSTILE.key]
    index = overview.page(standing, {HOSTILE.key: f"students/{file_name(HOSTILE)}"})
    for page in (hostile, index):
        parsed = read(page)
        assert parsed.tags["script"] == parsed.tags["img"] == parsed.tags["b"] == 0
        assert not {name for name in parsed.attributes if name.startswith("on")}
        assert "</title><script>alert(1)</script>" in "".join(parsed.words)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", page)
    raised = [page for page in pages(standing).values() if "RuntimeError" in page]
    assert raised and all("&lt;script&gt;" in page for page in raised)


def test_points_that_are_open_are_not_a_zero(standing: Standing) -> None:
    key = standing.grades[0].student
    page = "".join(read(pages(standing)[key]).words)
    assert "no fault of yours" in page and "counts as open, not as 0" in page
    assert figures(standing).totals[key] is None


def test_who_handed_in_nothing_is_told_apart_from_what_could_not_be_read(
    standing: Standing,
) -> None:
    left = torn(standing)
    made = pages(left)
    words = {key: "".join(read(made[key]).words) for key in (*GONE, "student003")}
    assert "Nothing was handed in." in words["student001"]
    assert "not been judged yet" not in words["student001"]
    for key in ("student002", "student003"):
        assert "Something could not be read" in words[key] and "points so far" in words[key]
        assert figures(left).totals[key] is None
    index = overview.page(left, {})
    assert "Nothing was handed in by" in "".join(read(index).words)
    assert 'href="#changed"' in overview.page(standing, {})


def test_a_path_is_broken_where_its_parts_meet(standing: Standing) -> None:
    assert "vectors/<wbr>weigh" in pages(standing)["student001"]


def test_lateness_and_overrides_are_told_with_their_reasons(standing: Standing) -> None:
    words = "".join(read(pages(standing)[standing.grades[4].student]).words)
    assert "20% off" in words
    words = "".join(read(pages(standing)[standing.grades[5].student]).words)
    assert "as agreed" in words


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("syntax", "✗ is Python: "),
        ("could_not_run", "? runs: "),
        ("timeout", "✗ agrees with the reference (ordinary inputs): "),
    ],
)
def test_what_was_found_without_asking_names_no_inputs(
    standing: Standing, kind: str, words: str
) -> None:
    found = replace(PAGES[kind], exercise=standing.exercises[0].path)
    one = replace(standing.grades[0], verdict=found, shown=found)
    made = student.page(standing, standing.students[0], [one])
    assert words.lower() in " ".join("".join(read(made).words).split()).lower()


def test_the_class_page_counts_who_makes_which_mistake(standing: Standing) -> None:
    def named(grade: Grade) -> str:
        return next((f.misconception for f in grade.verdict.findings if f.misconception), "")

    counts = Counter((g.exercise, named(g)) for g in standing.grades if named(g))
    held = figures(standing).misconceptions
    assert {(h.exercise, h.name): len(h.students) for h in held} == counts
    assert [len(h.students) for h in held] == sorted(counts.values(), reverse=True)
    words = "".join(read(overview.page(standing, {})).words)
    assert held[0].sentence.split("``")[0] in words
    assert f"{len(held[0].students)} of {held[0].started} who began it" in words


def test_failures_of_many_are_for_the_lecture_also_where_no_mistake_explains_them(
    standing: Standing,
) -> None:
    def nameless(grade: Grade) -> Grade:
        findings = tuple(replace(f, misconception="") for f in grade.verdict.findings)
        return replace(grade, verdict=replace(grade.verdict, findings=findings))

    plain = replace(standing, grades=tuple(map(nameless, standing.grades)))
    common = figures(plain).unnamed[0]
    assert not figures(plain).misconceptions and common.share > 0.15
    page = overview.page(plain, {})
    words = "".join(read(page).words)
    assert f"{len(common.students)} of {common.started} who began it. " in words
    assert "no exercise stands out" not in words
    assert 'href="#others"' in page and 'id="others"' in page


@pytest.mark.parametrize("name", ["jinja2", "matplotlib"])
def test_a_library_that_is_missing_is_told_before_anything_is_made(
    standing: Standing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(sys.modules, name, None)  # type: ignore[arg-type]
    with pytest.raises(CouldNotRun, match="pip install"):
        write(standing, tmp_path / "report")
    assert not (tmp_path / "report").exists()


# --- on the disk -----------------------------------------------------------------------------


def test_a_report_is_written_anew_and_forgets_who_left(standing: Standing, tmp_path: Path) -> None:
    write(standing, tmp_path / "report")
    gone, stay = standing.students[0], standing.students[1:]
    assert stat.S_IMODE((tmp_path / "report").stat().st_mode) == 0o700
    file = tmp_path / "report/students" / file_name(gone)
    assert file.exists()
    grades = tuple(grade for grade in standing.grades if grade.student != gone.key)
    write(replace(standing, students=stay, grades=grades), tmp_path / "report")
    assert not file.exists()
    assert len(list((tmp_path / "report/students").iterdir())) == len(stay)
    assert gone.key not in (tmp_path / "report/index.html").read_text()


def test_links_lead_to_pages(standing: Standing, tmp_path: Path) -> None:
    index = write(standing, tmp_path / "report")
    links = set(re.findall(r'href="(students/[^"]+)"', index.read_text()))
    assert len(links) == len(standing.students)
    assert all((tmp_path / "report" / link).is_file() for link in links)


def test_a_folder_with_something_else_is_left_alone(standing: Standing, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(UsageError, match="name an empty folder"):
        write(standing, tmp_path)
    (tmp_path / "index.html").write_text("<h1>My own page</h1>")
    (tmp_path / "thesis.tex").unlink()
    with pytest.raises(UsageError, match="name an empty folder"):
        write(standing, tmp_path)
    assert (tmp_path / "index.html").read_text() == "<h1>My own page</h1>"
    with pytest.raises(UsageError, match="name a folder"):
        write(standing, tmp_path / "index.html")


def test_a_class_without_grades_has_a_page(standing: Standing, tmp_path: Path) -> None:
    index = write(replace(standing, grades=(), problems=()), tmp_path / "report")
    words = "".join(read(index.read_text()).words)
    assert "Nobody has points yet" in words and "Nothing has been graded yet" in words
    assert "no exercise stands out" not in words


def test_a_class_of_one_and_a_class_that_passed_are_told_as_such(standing: Standing) -> None:
    one = next(
        key
        for key in (s.key for s in standing.students)
        if all(g.verdict.passed for g in standing.grades if g.student == key)
    )
    alone = replace(
        standing,
        students=tuple(s for s in standing.students if s.key == one),
        grades=tuple(g for g in standing.grades if g.student == one),
        problems=(),
    )
    words = "".join(read(overview.page(alone, {})).words)
    assert "All points in each exercise: 1 student." in words
    assert "are most frequent: 1 student." in words
    path, most = next((e.path, e.points) for e in standing.exercises if e.points == 1)
    lost = next(
        g for g in standing.grades if g.exercise == path and g.points == 0 and g.shown.findings
    )
    page = student.page(
        standing, next(s for s in standing.students if s.key == lost.student), [lost]
    )
    assert f"0 of {most:g} point." in "".join(read(page).words)
