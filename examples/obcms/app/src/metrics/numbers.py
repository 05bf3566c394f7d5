from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter('obcms_requests', 'Requests answered', ['method', 'route', 'status'])
SECONDS = Histogram('obcms_request_seconds', 'Time to answer', ['route'])
# Only of workers that live: what a worker had in flight when it went is in flight no more.
IN_FLIGHT = Gauge('obcms_requests_in_flight', 'Requests being served', multiprocess_mode='livesum')
