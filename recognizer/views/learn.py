"""The pages of the course and the view into the network: words from here, numbers by their scripts."""

from typing import Any

from django.views.generic import TemplateView

from recognizer.services.course.architecture_facts import live_architecture
from recognizer.views.data_figures import DATA_FIGURES
from recognizer.views.exercises import EXERCISES
from recognizer.views.lessons import INSIDE_SECTIONS, INSIDE_TITLE, LESSONS, Lesson
from recognizer.views.teaching import PLANS


class LearnView(TemplateView):
    """The overview of the course."""

    template_name = "recognizer/learn/overview.html"
    extra_context = {"lessons": LESSONS}


class LessonView(TemplateView):
    """One page of the course."""

    lesson: Lesson = LESSONS[0]

    def get_template_names(self) -> list[str]:
        """Return the lesson's own template."""
        return [self.lesson.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the lesson, its sections, what comes before and after it, and the live network's facts."""
        at = LESSONS.index(self.lesson)
        return super().get_context_data(
            **kwargs,
            lessons=LESSONS,
            lesson=self.lesson,
            place=at + 1,
            sections=self.lesson.sections,
            page=self.lesson.slug,
            exercises=EXERCISES.get(self.lesson.slug, {}),
            data_figures=DATA_FIGURES,
            network=live_architecture(),
            previous=LESSONS[at - 1] if at > 0 else None,
            next=LESSONS[at + 1] if at + 1 < len(LESSONS) else None,
        )


class InsideView(TemplateView):
    """The view into the network, for one digit."""

    template_name = "recognizer/learn/inside.html"
    extra_context = {"page": "inside", "exercises": EXERCISES["inside"], "sections": INSIDE_SECTIONS}


class TeachView(TemplateView):
    """Plans of lessons, and the answers to all exercises."""

    template_name = "recognizer/learn/teach.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the plans, and the exercises by the titles of their pages and sections."""
        answers = [
            (lesson.title, [(lesson.sections[anchor], found) for anchor, found in of_lesson.items()])
            for lesson in LESSONS
            if (of_lesson := EXERCISES.get(lesson.slug))
        ]
        inside = [(INSIDE_SECTIONS[anchor], found) for anchor, found in EXERCISES["inside"].items()]
        answers.append((INSIDE_TITLE, inside))
        return super().get_context_data(**kwargs, plans=PLANS, answers=answers)
