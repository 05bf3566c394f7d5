from django.db import models


class Community(models.Model):
    name = models.CharField(max_length=120, unique=True)
    municipality = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ('name',)
        verbose_name_plural = 'communities'

    def __str__(self) -> str:
        return self.name
