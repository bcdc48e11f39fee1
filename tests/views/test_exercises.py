"""The exercises of the course: none contradicts itself, and each can be read."""

from collections import Counter

import pytest

from recognizer.templatetags.mathematics import with_formulas
from recognizer.views.exercises import EXERCISES
from recognizer.views.exercises.exercise import (
    ChoiceExercise,
    Exercise,
    Exercises,
    NumberExercise,
    PlayExercise,
)


def texts(exercise: Exercise) -> list[object]:
    """Return all that an exercise says."""
    said: list[object] = [exercise.question, exercise.right]
    if isinstance(exercise, NumberExercise):
        said += [exercise.hint, *exercise.wrong.values()]
    elif isinstance(exercise, ChoiceExercise):
        said += [text for option in exercise.options for text in (option.text, option.why_not) if text]
    elif isinstance(exercise, PlayExercise):
        said += exercise.reasons.values()
    return said


@pytest.fixture(params=EXERCISES)
def of_page(request: pytest.FixtureRequest) -> Exercises:
    """The exercises of one page after the other."""
    return EXERCISES[request.param]


def all_of(page: Exercises) -> list[Exercise]:
    return [exercise for exercises in page.values() for exercise in exercises]


def test_no_two_of_a_page_have_the_same_name(of_page: Exercises) -> None:
    assert max(Counter(exercise.name for exercise in all_of(of_page)).values()) == 1


def test_a_choice_has_one_right_answer(of_page: Exercises) -> None:
    for exercise in all_of(of_page):
        if isinstance(exercise, ChoiceExercise):
            assert [option.why_not for option in exercise.options].count(None) == 1, exercise.name


def test_no_known_mistake_leads_to_the_answer(of_page: Exercises) -> None:
    for exercise in all_of(of_page):
        if isinstance(exercise, NumberExercise):
            assert all(abs(exercise.answer - value) > exercise.tolerance for value in exercise.wrong)


def test_every_formula_can_be_read(of_page: Exercises) -> None:
    for exercise in all_of(of_page):
        for text in texts(exercise):
            assert str(text).count("`") % 2 == 0, text
            assert with_formulas(str(text))
