from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .readiness import monitor


@cache_control(no_store=True)
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Liveness: this process answers. It asks nobody else, since a restart mends nobody else."""
    return JsonResponse({'status': 'alive'})


@cache_control(no_store=True)
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Readiness: what this process needs was there a moment ago."""
    monitor.start()
    results = monitor.results()
    failing = [result.name for result in results if result.required and not result.ok]
    degraded = [result.name for result in results if not result.required and not result.ok]
    return JsonResponse(
        {
            'status': 'unavailable' if failing else 'degraded' if degraded else 'ready',
            'failing': failing,
            'degraded': degraded,
            'checks': {
                result.name: {
                    'ok': result.ok,
                    'required': result.required,
                    'age': None if result.age is None else round(result.age, 1),
                    'failure': result.failure,
                }
                for result in results
            },
        },
        status=503 if failing else 200,
    )
