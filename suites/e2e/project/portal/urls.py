from django.urls import path

from portal import views

urlpatterns = [
    path('health/', views.health),
    path('ready/', views.ready),
    path('slow/', views.slow),
    path('scheme/', views.scheme),
    path('counted/', views.counted),
]
