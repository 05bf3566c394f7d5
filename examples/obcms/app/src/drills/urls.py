from django.urls import path

from . import views

urlpatterns = [
    path('slow/', views.slow),
    path('heavy/', views.heavy),
    path('hungry/', views.hungry),
    path('query/', views.query),
    path('stuck/', views.stuck),
    path('frozen/', views.frozen),
]
