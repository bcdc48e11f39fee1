"""The app's URLs."""

from django.urls import path

from recognizer.api.endpoints import api
from recognizer.views import ApiDocsView, DrawView, favicon, healthz, readyz

urlpatterns = [
    path("favicon.ico", favicon),
    path("", DrawView.as_view(), name="draw"),
    path("api/docs", ApiDocsView.as_view(), name="api-docs"),
    path("api/v1/", api.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
