#!/usr/bin/env python
"""The door for commands: chooses the database role by the command and has the embedded server up while it runs."""

import errno
import os
import signal
import sys

DISK_FULL = "53100"  # as the database says it

# These do not ask the database, or (serve) look after it themselves.
WITHOUT_DATABASE = {
    "",
    "help",
    "version",
    "--help",
    "-h",
    "--version",
    "serve",
    "check",
    "collectstatic",
    "findstatic",
    "makemessages",
    "compilemessages",
    "compile_translations",
    "check_translations",
    "startapp",
    "diffsettings",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rackbeat.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else ""

    from rackbeat.problem import Problem
    from rackbeat.roles import role_for
    from rackbeat.room import roomy

    os.environ.setdefault("DB_ROLE", role_for(command))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is let go
    try:
        if command not in WITHOUT_DATABASE and "--help" not in sys.argv and not os.environ.get("DATABASE_URL"):
            from django.conf import settings

            from rackbeat import postgres

            postgres.use_until_exit(settings.VAR, testing=settings.TESTING)

        from django.core.management import execute_from_command_line

        roomy(execute_from_command_line)(sys.argv)
    except Problem as problem:
        sys.exit(f"{problem}")
    except Exception as error:
        if getattr(error, "errno", None) == errno.ENOSPC or getattr(error.__cause__, "sqlstate", None) == DISK_FULL:
            sys.exit("The disk is full. Make room, or choose another place with VAR=.")
        raise


if __name__ == "__main__":
    main()
