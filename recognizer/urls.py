"""The app's URLs."""

from django.urls import path

from recognizer.api.endpoints import api
from recognizer.views.learn import InsideView, LearnView, LessonView, TeachView
from recognizer.views.lessons import LESSONS
from recognizer.views.offline import OfflineView, manifest, service_worker
from recognizer.views.site import ApiDocsView, DrawView, GivenView, favicon, healthz, readyz

urlpatterns = [
    path("api/v1/", api.urls),  # first, for it is asked most
    path("favicon.ico", favicon),
    path("", DrawView.as_view(), name="draw"),
    path("given/", GivenView.as_view(), name="given"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("service-worker.js", service_worker, name="service-worker"),
    path("offline/<slug:language>/", OfflineView.as_view(), name="offline"),
    path("inside/", InsideView.as_view(), name="inside"),
    path("learn/", LearnView.as_view(), name="learn"),
    path("learn/teach/", TeachView.as_view(), name="learn-teach"),
    *(
        path(f"learn/{lesson.slug}/", LessonView.as_view(lesson=lesson), name=lesson.url_name)
        for lesson in LESSONS
    ),
    path("api/docs", ApiDocsView.as_view(), name="api-docs"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
