from prometheus_client import Counter, Gauge

REQUESTS = Counter('portal_requests', 'Requests counted')
BUSY = Gauge('portal_busy', 'A number that means nothing once its worker is gone', multiprocess_mode='livesum')
