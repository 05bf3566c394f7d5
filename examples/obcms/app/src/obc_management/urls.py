from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path('', include('communities.urls')),
    path('', include('health.urls')),
    path('admin/', admin.site.urls),
]

if settings.DRILLS:
    urlpatterns.append(path('drills/', include('drills.urls')))
