from django.contrib import admin

from .models import Community

admin.site.register(Community)
