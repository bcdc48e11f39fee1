"""All the site's URLs."""

from django.contrib import admin
from django.urls import include, path, re_path, reverse_lazy
from django.utils.text import format_lazy
from django.views.generic import RedirectView
from django.views.i18n import set_language

from digitweb.apps import load_pages
from digitweb.security.contact import security_txt

NEW_LOG = format_lazy("{}recognizer/deployment/%(rest)s", reverse_lazy("admin:index"))

load_pages()

urlpatterns = [
    path("", include("recognizer.urls")),
    re_path(
        r"^admin/recognizer/activation/(?P<rest>.*)$",  # the log's address in earlier releases
        RedirectView.as_view(url=NEW_LOG, query_string=True, permanent=True),
    ),
    path("admin/", admin.site.urls),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("language/", set_language, name="set_language"),
]
