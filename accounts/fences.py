"""Migration operations that put the database's fences up: row-level security, composite keys, append-only, frozen facts.

They print as SQL with `sqlmigrate`; a house test compares the catalogue with the models, so none can be forgotten.
"""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from accounts.tenancy import composite_key_sql, composite_keys, row_security_sql, row_security_undo

FUNCTIONS = """
CREATE FUNCTION rackbeat_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: correct it with another entry', TG_TABLE_NAME;
END $$;
CREATE FUNCTION rackbeat_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE free text[] := TG_ARGV::text[];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION '% % is booked and cannot be deleted', TG_TABLE_NAME, OLD.id;
  END IF;
  IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    RAISE EXCEPTION '% % is booked and its facts cannot be changed', TG_TABLE_NAME, OLD.id;
  END IF;
  RETURN NEW;
END $$;
"""
FUNCTIONS_UNDO = "DROP FUNCTION rackbeat_append_only(); DROP FUNCTION rackbeat_frozen();"

# A line is frozen with its document: asked for by id, so an index answers.
LINES_FUNCTION = """
CREATE FUNCTION rackbeat_frozen_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  parent text := TG_ARGV[0];
  key text := TG_ARGV[1];
  final text := TG_ARGV[2];
  free text[] := string_to_array(TG_ARGV[3], ',');
  status text;
BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - free) IS NOT DISTINCT FROM (to_jsonb(OLD) - free) THEN
    RETURN NEW;
  END IF;
  EXECUTE format('SELECT status FROM %I WHERE id = $1', parent) INTO status
    USING (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END ->> key)::bigint;
  IF status = final THEN
    RAISE EXCEPTION 'The lines of % % are final', parent,
      CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END ->> key;
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
LINES_FUNCTION_UNDO = "DROP FUNCTION rackbeat_frozen_line();"


class _OnModels(Operation):
    reversible = True
    reduces_to_sql = True

    def __init__(self, *names: str) -> None:
        self.names = names

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, list(self.names), {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def _run(self, editor: BaseDatabaseSchemaEditor, model: type[models.Model]) -> None:
        raise NotImplementedError

    def _undo(self, editor: BaseDatabaseSchemaEditor, model: type[models.Model]) -> None:
        raise NotImplementedError

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for name in self.names:
            self._run(schema_editor, to_state.apps.get_model(app_label, name))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for name in reversed(self.names):
            self._undo(schema_editor, from_state.apps.get_model(app_label, name))

    def describe(self) -> str:
        return f"{type(self).__name__}: {', '.join(self.names)}"


class Fence(_OnModels):
    """Row-level security, and a composite key for each reference to another tenant's table."""

    def _run(self, editor: BaseDatabaseSchemaEditor, model: type[models.Model]) -> None:
        editor.execute(row_security_sql(model._meta.db_table), params=None)
        for key in composite_keys(model):
            editor.execute(composite_key_sql(*key), params=None)

    def _undo(self, editor: BaseDatabaseSchemaEditor, model: type[models.Model]) -> None:
        for constraint, table, _column, _target in composite_keys(model):
            editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint};", params=None)
        editor.execute(row_security_undo(model._meta.db_table), params=None)


class FenceKey(_OnModels):
    """The composite key of references that were added later: `FenceKey("salesinvoice.credits")`."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for key in self._keys(app_label, to_state):
            schema_editor.execute(composite_key_sql(*key), params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for constraint, table, _column, _target in self._keys(app_label, from_state):
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint};", params=None)

    def _keys(self, app_label: str, state: Any) -> list[tuple[str, str, str, str]]:
        found = []
        for name in self.names:
            model_name, field = name.split(".")
            model = state.apps.get_model(app_label, model_name)
            column = model._meta.get_field(field).column
            found += [key for key in composite_keys(model) if key[2] == column]
        return found


class AppendOnly(_OnModels):
    """Rows are written once: the restricted role may not change them, and a trigger stops the owner too."""

    def _run(self, editor: BaseDatabaseSchemaEditor, model: type[models.Model]) -> None:
        table = model._meta.db_table
        editor.execute(
            f"""
REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM rackbeat_app;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION rackbeat_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION rackbeat_append_only();
""",
            params=None,
        )

    def _undo(self, editor: BaseDatabaseSchemaEditor, model: type[models.Model]) -> None:
        table = model._meta.db_table
        editor.execute(
            f"DROP TRIGGER append_only ON {table}; DROP TRIGGER append_only_truncate ON {table};"
            f"GRANT UPDATE, DELETE ON {table} TO rackbeat_app;",
            params=None,
        )


class Frozen(Operation):
    """Once `when` holds for the stored row it cannot be deleted, nor any column changed but those named `free`."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, name: str, when: str, free: list[str]) -> None:
        self.name, self.when, self.free = name, when, free

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.name, self.when, self.free], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = to_state.apps.get_model(app_label, self.name)._meta.db_table
        free = ", ".join(f"'{column}'" for column in self.free)
        schema_editor.execute(
            f"CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW "
            f"WHEN ({self.when}) EXECUTE FUNCTION rackbeat_frozen({free});",
            params=None,
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = from_state.apps.get_model(app_label, self.name)._meta.db_table
        schema_editor.execute(f"DROP TRIGGER frozen ON {table};", params=None)

    def describe(self) -> str:
        return f"Frozen facts of {self.name}"


class FrozenLines(Operation):
    """Lines cannot come, go or change once their document has the `final` status, but for the columns named `free`."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, name: str, parent: str, key: str, final: str, free: list[str]) -> None:
        self.name, self.parent, self.key, self.final, self.free = name, parent, key, final, free

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.name, self.parent, self.key, self.final, self.free], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = to_state.apps.get_model(app_label, self.name)._meta.db_table
        parent = to_state.apps.get_model(app_label, self.parent)._meta.db_table
        schema_editor.execute(
            f"CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION rackbeat_frozen_line('{parent}', '{self.key}', '{self.final}', '{','.join(self.free)}');",
            params=None,
        )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = from_state.apps.get_model(app_label, self.name)._meta.db_table
        schema_editor.execute(f"DROP TRIGGER frozen ON {table};", params=None)

    def describe(self) -> str:
        return f"Frozen lines: {self.name}"
