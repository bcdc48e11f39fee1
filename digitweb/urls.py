"""All the site's URLs."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.i18n import set_language

urlpatterns = [
    re_path(
        r"^admin/recognizer/activation/(?P<rest>.*)$",  # the log's address in earlier releases
        RedirectView.as_view(url="/admin/recognizer/deployment/%(rest)s", query_string=True, permanent=True),
    ),
    path("admin/", admin.site.urls),
    path("language/", set_language, name="set_language"),
    path("", include("recognizer.urls")),
]
