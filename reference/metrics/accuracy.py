"""The share of right predictions, for any classes."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    integers,
    law,
    misconception,
    refusal,
)


def reference(y_true: torch.Tensor, y_pred: torch.Tensor) -> float:
    return int((y_true == y_pred).sum()) / len(y_true)


def second_source(m, y_true, y_pred):
    right = sum(int(a) == int(b) for a, b in zip(y_true, y_pred, strict=True))
    return m.number(1.0) * right / len(y_true)


@law()
def is_1_for_the_truth(accuracy, y_true):
    """Who predicts the truth has an accuracy of 1, and who is always wrong one of 0."""
    assert_close(accuracy(y_true, y_true), 1.0)
    assert_close(accuracy(y_true, y_true + 1), 0.0, scale=1.0)


@law(edge=10)
def does_not_mind_the_names_of_classes(accuracy, y_true, y_pred):
    """Giving all classes other numbers changes nothing."""
    once = float(np.asarray(accuracy(y_true, y_pred)))
    assert_close(accuracy(-3 * y_true + 7, -3 * y_pred + 7), once, scale=1.0)


@law()
def is_a_share(accuracy, y_true, y_pred):
    """The accuracy stays the same when every example occurs twice."""
    once = float(np.asarray(accuracy(y_true, y_pred)))
    twice = accuracy(np.concatenate([y_true, y_true]), np.concatenate([y_pred, y_pred]))
    assert_close(twice, once, scale=1.0)


@misconception(witness={"y_true": [0, 1, 2], "y_pred": [0, 1, 1]})
def returns_the_share_of_mistakes(y_true, y_pred):
    """This is the share of wrong predictions. Accuracy counts the right ones."""
    return float(np.mean(y_true != y_pred))


@misconception(witness={"y_true": [0, 1, 2], "y_pred": [0, 1, 2]})
def counts_without_dividing(y_true, y_pred):
    """The right predictions are counted, but not divided by the number of examples."""
    return float(np.sum(y_true == y_pred))


@misconception(witness={"y_true": [0, 1, 2, 3], "y_pred": [0, 1, 2, 2]})
def answers_in_percent(y_true, y_pred):
    """The accuracy is given in percent. Return a share between 0 and 1."""
    return 100 * float(np.mean(y_true == y_pred))


@misconception(witness={"y_true": [1, 1, 0, 0, 0], "y_pred": [1, 0, 0, 0, 0]})
def counts_right_ones_of_class_1_only(y_true, y_pred):
    """Only right predictions of class 1 are counted. All right predictions count, whatever the
    class."""
    return float(np.mean((y_true == 1) & (y_pred == 1)))


@misconception(witness={"y_true": [0, 2, 3], "y_pred": [0, 1, 3]})
def knows_two_classes_only(y_true, y_pred):
    """Every class but 1 is taken for 0, so that 2 and 3 count as the same. Compare the classes
    themselves: y_true == y_pred."""
    return float(np.mean((y_true == 1) == (y_pred == 1)))


@misconception(witness={"y_true": [0, 3, 0, 0], "y_pred": [0, 1, 0, 0]})
def measures_distances_of_classes(y_true, y_pred):
    """The differences of class numbers are averaged, as if class 3 were farther from class 1 than
    class 2. A prediction is right or wrong; compare with ==."""
    return 1.0 - float(np.mean(np.abs(y_true - y_pred)))


@misconception(witness={"y_true": [0, 0, 0, 1], "y_pred": [0, 0, 1, 1]})
def averages_over_the_classes(y_true, y_pred):
    """The accuracy of each class is computed and these are averaged, so that a rare class weighs as
    much as a frequent one. Divide all right predictions by all examples."""
    return float(np.mean([np.mean(y_pred[y_true == k] == k) for k in np.unique(y_true)]))


@misconception(witness={"y_true": [0, 0, 0, 1, 1], "y_pred": [0, 0, 1, 1, 1]})
def divides_by_the_classes(y_true, y_pred):
    """The right predictions are divided by the number of classes. Divide by the number of
    examples."""
    return float(np.sum(y_true == y_pred) / len(np.unique(y_true)))


@misconception(witness={"y_true": [0, 1, 2, 2], "y_pred": [0, 2, 1, 2]})
def compares_sorted_classes(y_true, y_pred):
    """The classes are sorted before they are compared, so that only their numbers count. Compare
    prediction n with the true class of example n."""
    return float(np.mean(np.sort(y_true) == np.sort(y_pred)))


@misconception(witness={"y_true": [0, 1, 2, 3, 4], "y_pred": [0, 1, 0, 0, 0]})
def asks_whether_all_are_right(y_true, y_pred):
    """The answer is 1 if everything is right and 0 otherwise. Count how many are right."""
    return float(np.array_equal(y_true, y_pred))


NONE = np.zeros(0, dtype=np.int64)

EXERCISE = Exercise(
    inputs={
        "y_true": array("N", integers(0, 3), integers(-5, 5, special=(0, 1))),
        "y_pred": array("N", integers(0, 3), integers(-5, 5, special=(0, 1))),
    },
    reference=reference,
    second_source=second_source,
    sizes={"N": (1, 12)},
    cases=(
        case(y_true=[0, 2, 1, 2], y_pred=[0, 1, 1, 2]),
        case(y_true=[1, 0, 1, 1], y_pred=[1, 1, 0, 1]),
        case(y_true=[-1, 7], y_pred=[7, -1], tier="edge"),
        case(y_true=[5], y_pred=[5], tier="edge"),
    ),
    refusals=(
        refusal(ValueError, "no examples", y_true=NONE, y_pred=NONE),
        refusal(ValueError, "one prediction for two examples", y_true=[1, 0], y_pred=[1]),
        refusal(ValueError, "three predictions for two examples", y_true=[1, 0], y_pred=[1, 0, 2]),
        refusal(
            ValueError,
            "predictions in a column, of shape (2, 1), for true classes of shape (2,)",
            y_true=[1, 0],
            y_pred=[[1], [0]],
        ),
    ),
    laws=(is_1_for_the_truth, does_not_mind_the_names_of_classes, is_a_share),
    misconceptions=(
        returns_the_share_of_mistakes,
        counts_without_dividing,
        answers_in_percent,
        counts_right_ones_of_class_1_only,
        knows_two_classes_only,
        measures_distances_of_classes,
        averages_over_the_classes,
        divides_by_the_classes,
        compares_sorted_classes,
        asks_whether_all_are_right,
    ),
    hints=(
        "What does y_true == y_pred give for two arrays of one shape? And for two of different "
        "shapes?",
        "The mean of an array of True and False is the share of True. What is the mean of an empty "
        "array?",
        "return np.mean(y_true == y_pred), after raising ValueError for no examples or shapes that "
        "differ.",
    ),
)
