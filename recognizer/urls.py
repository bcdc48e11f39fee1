"""The app's URLs."""

from django.urls import path

from recognizer.api.endpoints import api
from recognizer.views.learn import InsideView, LearnView, LessonView
from recognizer.views.lessons import LESSONS
from recognizer.views.site import ApiDocsView, DrawView, favicon, healthz, readyz

urlpatterns = [
    path("favicon.ico", favicon),
    path("", DrawView.as_view(), name="draw"),
    path("inside/", InsideView.as_view(), name="inside"),
    path("learn/", LearnView.as_view(), name="learn"),
    *(
        path(f"learn/{lesson.slug}/", LessonView.as_view(lesson=lesson), name=lesson.url_name)
        for lesson in LESSONS
    ),
    path("api/docs", ApiDocsView.as_view(), name="api-docs"),
    path("api/v1/", api.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
