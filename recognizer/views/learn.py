"""The pages of the course and the view into the network: words from here, numbers by their scripts."""

from typing import Any

from django.views.generic import TemplateView

from recognizer.services.course.architecture_facts import live_architecture
from recognizer.views.lessons import LESSONS, Lesson


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
            sections=self.lesson.sections,
            network=live_architecture(),
            previous=LESSONS[at - 1] if at > 0 else None,
            next=LESSONS[at + 1] if at + 1 < len(LESSONS) else None,
        )


class InsideView(TemplateView):
    """The view into the network, for one digit."""

    template_name = "recognizer/learn/inside.html"
