"""Which system user runs the embedded Postgres, since it refuses root; never changes who may read a directory."""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from rackbeat.problem import Problem

NAME = "rackbeat"


@dataclass(frozen=True)
class User:
    """How to start a program as the user whom the data belongs to."""

    uid: int | None = None  # None: as we are
    gid: int | None = None
    before: tuple[str, ...] = field(default=())  # what stands before the command

    def _identity(self) -> dict[str, Any]:
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def run(self, command: list[Any], text: str = "") -> subprocess.CompletedProcess[str]:
        """Run to the end, with text as its input."""
        return subprocess.run(
            [*self.before, *map(str, command)],
            input=text,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=_environment(),
            **self._identity(),
        )

    def start(self, command: list[Any], log: IO[bytes], first: Callable[[], Any] | None) -> subprocess.Popen[bytes]:
        """Start in a session of its own, so that the terminal's Ctrl-C does not reach it."""
        return subprocess.Popen(
            [*self.before, *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=_environment(),
            start_new_session=True,
            preexec_fn=first,  # noqa: PLW1509  one system call, no lock
            **self._identity(),
        )

    def give(self, directory: Path) -> None:
        """Make the directory this user's."""
        if self.uid is not None:
            os.chown(directory, self.uid, self.gid if self.gid is not None else -1)

    def private_directory(self, path: Path) -> None:
        """A directory in a public place that only this user may enter; refuses one that somebody else prepared."""
        try:
            path.mkdir(mode=0o700)
            self.give(path)
        except FileExistsError:
            found = path.lstat()
            owner = self.uid if self.uid is not None else os.getuid()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or stat.S_IMODE(found.st_mode) != 0o700:
                raise Problem(f"{path} belongs to somebody else. Remove it, or choose a shorter VAR=.") from None

    def reaches(self, directory: Path, program: Path) -> bool:
        """Whether this user can enter the directory and run the program."""
        try:
            return self.run([program, "--version"]).returncode == 0 and self.run(["ls", directory]).returncode == 0
        except OSError:
            return False


def _environment() -> dict[str, str]:
    return {"LC_ALL": "C", "PATH": os.environ.get("PATH", os.defpath), "HOME": "/"}


def choose_user(base: Path, data: Path, program: Path) -> User:
    """Who runs the server: the owner of existing data; else we ourselves; for root a system user or a namespace."""
    if data.exists():
        return _owner_of(data)
    if os.getuid() != 0:
        return User() if _known(os.getuid()) else _in_namespace(base, program)
    user = _system_user()
    if user is not None and user.reaches(base, program):
        return user
    return _in_namespace(base, program)


def _owner_of(data: Path) -> User:
    owner = data.stat()
    if os.getuid() != 0:
        if owner.st_uid != os.getuid():
            raise Problem(
                f"{data} belongs to user {_name(owner.st_uid)}, and you are {_name(os.getuid())}. Start as that user,"
                " or choose another place with VAR=."
            )
        return User() if _known(os.getuid()) else User(before=_namespace())
    if owner.st_uid == 0:
        return User(before=_namespace())
    return User(owner.st_uid, owner.st_gid)


def _known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _name(uid: int) -> str:
    return pwd.getpwuid(uid).pw_name if _known(uid) else str(uid)


def _system_user() -> User | None:
    """The system user for servers that root starts, made when missing; None where that cannot be done."""
    for attempt in range(2):
        try:
            entry = pwd.getpwnam(NAME)
            return User(entry.pw_uid, entry.pw_gid)
        except KeyError:
            useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
            if attempt or useradd is None:
                return None
            command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
            subprocess.run(command, check=False, capture_output=True)
    return None


def _namespace() -> tuple[str, ...]:
    """The command that lets a program see us as an ordinary user with a name; files stay ours."""
    nobody = next((entry for entry in pwd.getpwall() if entry.pw_name == "nobody"), None)
    uid, gid = (nobody.pw_uid, nobody.pw_gid) if nobody else (65534, 65534)
    unshare = shutil.which("unshare") or "unshare"
    return (unshare, "--user", f"--map-user={uid}", f"--map-group={gid}")


def _in_namespace(base: Path, program: Path) -> User:
    user = User(before=_namespace())
    if user.reaches(base, program):
        return user
    if os.getuid() == 0:
        raise Problem(
            f"Postgres does not run as root, and the system user {NAME} cannot reach {base} or {program}: a directory"
            " above is closed to others. Either choose an open place with VAR=/var/lib/rackbeat and keep the checkout"
            " outside a private home, or start as an ordinary user, or set DATABASE_URL to a server of your own."
        )
    raise Problem(
        f"Postgres needs a user with a name, and user {os.getuid()} has none on this system. Start as a user that is in"
        " /etc/passwd, or set DATABASE_URL to a server of your own."
    )
