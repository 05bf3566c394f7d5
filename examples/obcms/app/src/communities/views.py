import logging

from django.core.cache import cache
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from redis.exceptions import RedisError

from .models import Community

logger = logging.getLogger(__name__)
COUNT = 'communities.count'


class CommunityForm(ModelForm):
    class Meta:
        model = Community
        fields = ('name', 'municipality')


@require_http_methods(['GET', 'HEAD', 'POST'])
def communities(request: HttpRequest) -> HttpResponse:
    form = CommunityForm(request.POST or None)
    if request.method == 'POST' and form.is_valid():
        form.save()
        _forget()
        return redirect('communities')
    context = {'form': form, 'count': _count(), 'communities': Community.objects.all()[:50]}
    return render(request, 'communities/list.html', context, status=400 if form.errors else 200)


def _count() -> int:
    """From the cache, and without it: a degraded cache costs a query, never a page."""
    try:
        return cache.get_or_set(COUNT, Community.objects.count, timeout=30)
    except RedisError as error:
        logger.warning('counted without the cache: %s', type(error).__name__)
        return Community.objects.count()


def _forget() -> None:
    try:
        cache.delete(COUNT)
    except RedisError as error:
        logger.warning('the cached count stays for at most 30 s: %s', type(error).__name__)
