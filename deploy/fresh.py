"""An empty database gets its tables at once, as the models have them now, instead of by a hundred steps of versions.

Every step makes Django build its picture of two hundred models anew: a minute of processor time on a slow machine, for a
site that has nothing to lose yet. Databases that exist go step by step as ever; a test compares what both ways make.
"""

from importlib import import_module

from django.apps import apps
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

# what migrations make that no model knows; the other data migrations carry over what an older version had
BY_HAND = ("search.migrations.0002_words", "search.migrations.0006_parts")


def is_empty(connection) -> bool:
    """Not even the table of migrations is there."""
    return not connection.introspection.table_names()


def build(connection) -> None:
    """Tables, constraints, indexes; every migration counts as applied. In one go: what breaks off leaves nothing."""
    recorder = MigrationRecorder(connection)
    plan = MigrationExecutor(connection).loader.graph
    with connection.schema_editor(atomic=True) as editor:
        for model in _models():
            editor.create_model(model)
        for name in BY_HAND:
            import_module(name).make(None, editor)
    recorder.ensure_schema()
    for app, name in sorted(plan.nodes):
        recorder.record_applied(app, name)


def _models() -> list:
    migrated = [config for config in apps.get_app_configs() if _has_migrations(config)]
    every = [model for config in migrated for model in config.get_models()]
    return [model for model in every if model._meta.managed and not model._meta.proxy]


def _has_migrations(config) -> bool:
    try:
        import_module(f"{config.name}.migrations")
    except ModuleNotFoundError:
        return False
    return True
