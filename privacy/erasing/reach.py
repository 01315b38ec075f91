"""Which tables hang on an Access row, and by which way: found in the models, so that no later table is forgotten."""

from collections.abc import Collection
from functools import cache

from django.apps import apps
from django.db import models
from django.db.models import Q

from workflow.models import Access

FOREIGN = {"admin", "auth", "contenttypes", "sessions", "account", "mfa", "socialaccount"}


@cache
def ways() -> dict[type[models.Model], tuple[str, ...]]:
    """For each model the lookups that end at its Access row; one that has its own goes by that alone."""
    found: dict[type[models.Model], tuple[str, ...]] = {Access: ()}
    while True:
        more = {model: way for model in _ours() if model not in found and (way := _way(model, found))}
        if not more:
            del found[Access]
            return found
        found |= more


def rows(model: type[models.Model], accesses: Collection[int]) -> models.QuerySet:
    """All rows of this model that hang on these Access rows, whoever may see them."""
    reached = Q()
    for way in ways()[model]:
        reached |= Q(**{f"{way}__in": accesses})
    mine = model._base_manager.filter(reached)
    return model._base_manager.filter(pk__in=mine.values("pk")) if len(ways()[model]) > 1 else mine


def texts(model: type[models.Model]) -> set[str]:
    """The fields that can hold what somebody wrote or read; values out of a fixed list are none."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
    return {field.name for field in model._meta.concrete_fields if isinstance(field, kinds) and not field.choices}


def is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "history_type")


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label not in FOREIGN and not model._meta.proxy]


def _way(model: type[models.Model], found: dict) -> tuple[str, ...]:
    keys = [f for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey) and f.related_model in found]
    own = [field for field in keys if field.related_model is Access and field.name == "access"]
    return tuple(way for field in own or keys for way in _ends(field, found))


def _ends(field, found: dict) -> list[str]:
    onwards = found[field.related_model]
    return [f"{field.name}__{way}" for way in onwards[:1]] if onwards else [field.name]
