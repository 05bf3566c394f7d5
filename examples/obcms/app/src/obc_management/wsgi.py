import os

from django.core.wsgi import get_wsgi_application

from metrics.port import metrics_on_port

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'obc_management.settings.production')
application = metrics_on_port(os.environ.get('METRICS_PORT', ''), otherwise=get_wsgi_application())
