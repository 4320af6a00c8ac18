"""What is drawn: inside what is promised, different sizes, the same every time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from grader import declare
from grader.errors import CourseError
from grader.freeze.examples import key
from grader.generate import Description, draw, seed_of, simplicity, smallest
from grader.wire import GeneratorSeed


def exercise(inputs: Mapping[str, Any], **more: Any) -> Any:
    return declare.Exercise(inputs=inputs, reference=None, **more)


def drawn(
    inputs: Mapping[str, Any], kind: Any = "ordinary", count: int = 60, **more: Any
) -> list[dict[str, Any]]:
    defaults = more.pop("defaults", {})
    return draw(Description(exercise(inputs, **more), kind, defaults), count, 7, key)


EVERYTHING = {
    "x": declare.array("... K", declare.floats(-3, 3), declare.floats(-1e3, 1e3, special=[np.inf])),
    "p": declare.distribution("N K"),
    "labels": declare.labels("N", "K", special=[-100]),
    "flags": declare.array("N", declare.boolean()),
    "targets": declare.array("N", declare.choice(0.0, 1.0)),
    "counts": declare.array("N D", declare.integers(0, 9)),
    "k": declare.size("K"),
    "axis": declare.axis("x"),
    "how": declare.choice("mean", "sum", "none"),
    "weight": declare.optional(declare.array("K", declare.floats(0.1, 2))),
    "layers": declare.listing(
        declare.record({"W": declare.array("D D"), "b": declare.array("D")}), 1, 3
    ),
    "rng": declare.generator(),
    "f": declare.functions(declare.function("f", "def f(x):\n    return x * x", lambda x: x * x)),
    "twice": declare.computed(lambda x: 2 * x),
    "n": declare.integers(1, 5),
    "t": declare.floats(0.0, 1.0),
    "like": declare.array(lambda p: (p.shape[0], 2)),
    "either": declare.one_of(declare.integers(0, 1), declare.array("N")),
}


@pytest.mark.parametrize("kind", ["ordinary", "edge", "tiny", "tiny edge"])
def test_every_kind_of_input_is_drawn_within_its_promise(kind: Any) -> None:
    for found in drawn(EVERYTHING, kind, 40):
        classes = found["k"]
        assert found["x"].shape[-1] == classes == found["p"].shape[-1]
        low, high = (-3, 3) if kind in ("ordinary", "tiny") else (-1e3, 1e3)
        finite = found["x"][np.isfinite(found["x"])]
        assert ((low <= finite) & (finite <= high)).all()
        assert np.allclose(found["p"].sum(axis=-1), 1.0)
        assert (found["p"] >= 0).all()
        assert set(found["labels"].tolist()) <= {-100, *range(classes)}
        assert found["flags"].dtype == bool
        assert set(found["targets"].tolist()) <= {0.0, 1.0}
        assert found["counts"].dtype == np.int64
        assert -found["x"].ndim <= found["axis"] < found["x"].ndim
        assert found["how"] in ("mean", "sum", "none")
        assert found["weight"] is None or found["weight"].shape == (classes,)
        assert 1 <= len(found["layers"]) <= 3
        assert {layer["W"].shape for layer in found["layers"]} == {found["layers"][0]["W"].shape}
        assert isinstance(found["rng"], GeneratorSeed)
        assert found["f"].name == "f"
        assert np.array_equal(found["twice"], 2 * found["x"], equal_nan=True)
        assert found["like"].shape == (found["p"].shape[0], 2)


def test_the_same_seed_draws_the_same() -> None:
    inputs = {"x": EVERYTHING["x"]}
    assert [key(a) for a in drawn(inputs)] == [key(a) for a in drawn(inputs)]
    assert seed_of("a", 1) == seed_of("a", 1) != seed_of("a", 2)


def test_letters_mostly_differ_and_batches_of_one_turn_up() -> None:
    sizes = [a["x"].shape for a in drawn({"x": declare.array("N D")}, count=80)]
    assert sum(n != d for n, d in sizes) > 60
    assert any(n == 1 for n, _ in sizes)


def test_edges_reach_specials_ties_extremes_layouts_and_empty_axes() -> None:
    inputs = {
        "x": declare.array(
            "N D", declare.floats(-1, 1), declare.floats(-1e6, 1e6, special=[np.inf])
        )
    }
    edges = [a["x"] for a in drawn(inputs, "edge", 150, empty="N")]
    assert any(np.isinf(x).any() for x in edges)
    assert any((np.abs(x) == 1e6).any() for x in edges)
    assert any((x == 0).any() for x in edges)
    assert any(x.size > 3 and len(np.unique(x)) == 1 for x in edges)
    assert any(x.size > 3 and len(np.unique(x)) == 2 for x in edges)
    assert any((np.abs(x[x != 0]) < 1e-4).any() for x in edges)
    assert any(x.shape[0] == 0 for x in edges)
    assert any(not x.flags.writeable for x in edges)
    assert any(x.flags.f_contiguous and not x.flags.c_contiguous for x in edges)
    assert any(x.size and not (x.flags.f_contiguous or x.flags.c_contiguous) for x in edges)
    assert any(x.strides[0] < 0 for x in edges)
    assert not np.isnan(np.concatenate([x.ravel() for x in edges])).any()


def test_defaults_are_sometimes_left_out() -> None:
    inputs = {"x": declare.array("N"), "alpha": declare.floats(0, 1)}
    found = drawn(inputs, defaults={"alpha": 0.01})
    assert 5 < sum("alpha" not in a for a in found) < 40


def test_where_is_obeyed() -> None:
    inputs = {"n": declare.integers(1, 9), "k": declare.integers(1, 9)}
    assert all(a["k"] <= a["n"] for a in drawn(inputs, where=lambda n, k: k <= n))


def test_a_description_that_draws_nothing_says_so() -> None:
    with pytest.raises(CourseError, match="draws nothing"):
        drawn({"n": declare.integers(1, 9)}, where=lambda n: n > 9)


def test_a_small_space_is_drawn_whole() -> None:
    inputs = {"a": declare.choice(0, 1), "b": declare.choice(0, 1)}
    assert len(drawn(inputs)) == 4


def test_simple_examples_come_first() -> None:
    small, large = {"x": np.array([1.0])}, {"x": np.array([1.2345, 7.0])}
    assert simplicity(small) < simplicity(large)


def test_shrinking_finds_a_simple_example() -> None:
    inputs = {"x": declare.array("N")}
    described = Description(exercise(inputs), "ordinary", {})
    found = smallest(described, lambda a: a if a["x"].max(initial=0) > 5 else None, 300)
    assert found is not None and found["x"].shape == (1,)
    assert smallest(described, lambda a: None, 50) is None
