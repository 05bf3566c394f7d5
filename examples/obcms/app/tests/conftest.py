import pytest
from django.test import Client


@pytest.fixture
def browser() -> Client:
    """A user, as the ingress passes one on."""
    return Client(headers={'Host': 'obcms.example.gov', 'X-Forwarded-Proto': 'https'})
