"""Search over numbers, names, references and what stands on lines. It finds keys; who may see the rows, lists decide.

The words lie in a table without row-level security, because LIKE could use no index under it. The web's role has no
right to that table: triggers write it, and one SECURITY DEFINER function reads it, for the agreement of the transaction.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.db.migrations.operations.base import Operation

MOST_WORDS = 6
ANY_PART = 3  # letters; less than that, and digits, are looked for where a word begins
LONGEST = 20_000
PUNCTUATION = ".,;:-_/\\()[]{}<>|\"'&+*#@!?=%~^`$\t\r\n"

BLANK = str.maketrans(PUNCTUATION, " " * len(PUNCTUATION))


# --- asking --------------------------------------------------------------------------------------------------------


def patterns(text: str) -> list[str]:
    """What LIKE is asked, one for each word; all of them must match."""
    words = text.lower().translate(BLANK).split()[:MOST_WORDS]
    return [f"%{word}%" if len(word) >= ANY_PART and not word.isdigit() else f"% {word}%" for word in words]


def is_indexed(model: Any) -> bool:
    return bool(getattr(model, "is_searched", False))


def hits(model: Any, text: str, most: int) -> list[int] | None:
    """The keys of the newest `most` rows in which every word is found; None where this model is not indexed."""
    if not is_indexed(model):
        return None
    return [key for _kind, key, _exact in everywhere([model], text, most)]


def everywhere(found_in: Iterable[Any], text: str, most: int) -> list[tuple[str, int, bool]]:
    """(kind, key, whether it is exactly the number) of up to `most` rows of each of these models, newest first."""
    asked = patterns(text)
    if not asked:
        return []
    kinds = [model._meta.label_lower for model in found_in]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, key, exact FROM rackbeat_search(%s::text[], %s, %s::text[], %s)",
            [kinds, text.strip().lower(), asked, most],
        )
        return list(cursor.fetchall())


# --- keeping: for migrations ---------------------------------------------------------------------------------------

SEARCH = """
CREATE OR REPLACE FUNCTION rackbeat_search(kinds text[], said text, asked text[], most int)
RETURNS TABLE (kind text, key bigint, exact boolean) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
  mine bigint := nullif(current_setting('app.agreement', true), '')::bigint;
  one text;
  wanted text;
  these text;
  often int;
  found text;
  keys bigint[];
BEGIN
  IF mine IS NULL THEN
    RETURN;
  END IF;
  SELECT string_agg(format('words LIKE %L', p), ' AND ') INTO wanted FROM unnest(asked) AS p;
  FOREACH one IN ARRAY kinds LOOP
    these := format('SELECT "row" AS r, words FROM accounts_searchentry WHERE agreement_id = %L::bigint AND kind = %L', mine, one);
    keys := NULL;
    -- how many of the newest hold it tells how far one has to walk, newest first, to find enough
    EXECUTE format('SELECT count(*) FROM (%s ORDER BY "row" DESC LIMIT 400) AS f WHERE %s', these, wanted) INTO often;
    IF often > 0 AND 500 * most::bigint / often <= 200000 THEN
      PERFORM set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true);
      EXECUTE format('SELECT array_agg(r) FROM (SELECT r FROM (%s ORDER BY "row" DESC LIMIT 200000) AS n WHERE %s LIMIT %s) AS f',
        these, wanted, most) INTO keys;
      PERFORM set_config('enable_bitmapscan', 'on', true), set_config('enable_sort', 'on', true);
    END IF;
    IF coalesce(cardinality(keys), 0) < most THEN
      -- too far: the index of words knows them all, and the newest of them are taken
      found := wanted;
      IF cardinality(asked) > 1 THEN
        -- a word that every second one holds is looked for in what the others find, not in the index
        EXECUTE format('SELECT string_agg(format(CASE WHEN often >= 200 AND few > 0 THEN %L ELSE %L END, p), %L)
          FROM (SELECT p, often, count(*) FILTER (WHERE often < 200) OVER () AS few FROM unnest($1) AS p,
            LATERAL (SELECT count(*) AS often FROM (%s ORDER BY "row" DESC LIMIT 400) AS f WHERE f.words LIKE p) AS g) AS h',
          'concat(words) LIKE %L', 'words LIKE %L', ' AND ', these) INTO found USING asked;
      END IF;
      PERFORM set_config('enable_indexscan', 'off', true), set_config('enable_seqscan', 'off', true);
      EXECUTE format('SELECT array_agg(r) FROM (%s AND %s ORDER BY "row" DESC LIMIT %s) AS f',
        replace(these, ', words', ''), found, most) INTO keys;
      PERFORM set_config('enable_indexscan', 'on', true), set_config('enable_seqscan', 'on', true);
    END IF;
    RETURN QUERY EXECUTE 'SELECT e.kind::text, e."row", true FROM accounts_searchentry e
        WHERE e.agreement_id = $1 AND e.kind = $2 AND e.number = $3'
      USING mine, one, said;
    RETURN QUERY SELECT one, k, false FROM unnest(keys) AS k ORDER BY k DESC LIMIT most;
  END LOOP;
END $$;
"""

FUNCTIONS = f"""
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE INDEX search_words ON accounts_searchentry USING gin (agreement_id, kind, words gin_trgm_ops);
REVOKE ALL ON accounts_searchentry FROM rackbeat_app;

CREATE FUNCTION rackbeat_words(said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT ' ' || translate(lower(said), E'{PUNCTUATION.encode("unicode_escape").decode().replace("'", "''")}',
                          '{" " * len(PUNCTUATION)}')
$$;

CREATE FUNCTION rackbeat_searched() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_LEVEL = 'ROW' THEN
    EXECUTE format('SELECT public.%I(ARRAY[$1])', TG_ARGV[0]) USING (to_jsonb(NEW) ->> TG_ARGV[1])::bigint;
  ELSIF TG_ARGV[0] = '' THEN
    DELETE FROM public.accounts_searchentry e USING gone
      WHERE e.agreement_id = gone.agreement_id AND e.kind = TG_ARGV[1] AND e."row" = gone.id;
  ELSE
    EXECUTE format('SELECT public.%I(ARRAY(SELECT DISTINCT %I FROM changed))', TG_ARGV[0], TG_ARGV[1]);
  END IF;
  RETURN NULL;
END $$;

{SEARCH}REVOKE ALL ON FUNCTION rackbeat_search(text[], text, text[], int), rackbeat_searched() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rackbeat_search(text[], text, text[], int) TO rackbeat_app;
"""  # noqa: S608
FUNCTIONS_UNDO = """
DROP FUNCTION rackbeat_search(text[], text, text[], int); DROP FUNCTION rackbeat_searched();
DROP FUNCTION rackbeat_words(text); DROP INDEX search_words;
"""


class Searched(Operation):
    """The rows of a model are found by `words` (columns), by `number`, and by number and text of the items on its lines.

    lines: (model, the column that leads to the document). What is there already is entered at once.
    also: further words as SQL about the row `d`, as they are when the row is written: the number of its order.
    The model says `is_searched = True`; a house test compares.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self,
        name: str,
        words: list[str],
        number: str = "number",
        lines: tuple[str, str] | None = None,
        also: Sequence[str] = (),
    ) -> None:
        self.name, self.words, self.number, self.lines, self.also = name, words, number, lines, also

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        more = {"number": self.number, "lines": self.lines, "also": self.also}
        return type(self).__name__, [self.name, self.words], more

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table, lines, label = self._tables(app_label, to_state)
        name, run = function(table), schema_editor.execute
        run(self._enter(table, lines, label), params=None)
        run(triggers(table, name, "id", [*self.words, *_columns(self.number)], label), params=None)
        if self.lines:
            run(triggers(lines, name, self.lines[1], ["item_id", "text"], ""), params=None)
        run(f"SELECT {name}(ARRAY(SELECT id FROM {table}));", params=None)  # noqa: S608

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table, lines, _label = self._tables(app_label, from_state)
        for each in filter(None, [table, lines]):
            for when in ("insert", "update", "delete"):
                schema_editor.execute(f"DROP TRIGGER searched_{when} ON {each};", params=None)
        schema_editor.execute(f"DROP FUNCTION {function(table)}(bigint[]);", params=None)

    def _tables(self, app_label: str, state: Any) -> tuple[str, str, str]:
        model: type[models.Model] = state.apps.get_model(app_label, self.name)
        lines = state.apps.get_model(app_label, self.lines[0])._meta.db_table if self.lines else ""
        return model._meta.db_table, lines, model._meta.label_lower

    def _enter(self, table: str, lines: str, label: str) -> str:
        """The function that writes the entries of these rows anew."""
        on_lines = (
            f", (SELECT left(string_agg(DISTINCT concat_ws(' ', i.number, l.text), ' '), {LONGEST}) FROM {lines} l "  # noqa: S608
            "LEFT JOIN inventory_item i ON i.agreement_id = l.agreement_id AND i.id = l.item_id "
            f"WHERE l.agreement_id = d.agreement_id AND l.{self.lines[1]} = d.id)"
            if self.lines
            else ""
        )
        said = ", ".join([*(f"d.{column}" for column in self.words), *(f"({each})::text" for each in self.also)])
        return f"""
CREATE OR REPLACE FUNCTION {function(table)}(keys bigint[]) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO accounts_searchentry (agreement_id, kind, "row", number, words)
  SELECT d.agreement_id, '{label}', d.id, lower(coalesce(({self.number})::text, '')),
    rackbeat_words(concat_ws(' ', ({self.number})::text, {said}{on_lines}))
  FROM {table} d WHERE d.id = ANY(keys)
  ON CONFLICT (agreement_id, kind, "row") DO UPDATE SET number = EXCLUDED.number, words = EXCLUDED.words
$$;
REVOKE ALL ON FUNCTION {function(table)}(bigint[]) FROM PUBLIC;
"""  # noqa: S608

    def describe(self) -> str:
        return f"Searched: {self.name}"


def function(table: str) -> str:
    return f"rackbeat_enter_{table}"


def _columns(expression: str) -> list[str]:
    return [part.strip() for part in expression.removeprefix("coalesce(").rstrip(")").split(",")]


def triggers(table: str, name: str, key: str, columns: list[str], label: str) -> str:
    """New rows of one statement together; of changed ones only those in which a word changed; gone ones together."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    gone = (
        f"REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION rackbeat_searched('', '{label}')"
        if label
        else f"REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION rackbeat_searched('{name}', '{key}')"
    )
    return f"""
CREATE TRIGGER searched_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION rackbeat_searched('{name}', '{key}');
CREATE TRIGGER searched_update AFTER UPDATE OF {", ".join(columns)} ON {table}
  FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION rackbeat_searched('{name}', '{key}');
CREATE TRIGGER searched_delete AFTER DELETE ON {table} {gone};
"""
