"""The library's database: SQLite in WAL mode, short transactions, each on the disk before it is confirmed."""

from __future__ import annotations

import re
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from desk.errors import DeskError

_MIGRATIONS = Path(__file__).parent / "migrations"
_BEFORE = "-before-"
_PATIENCE = 10.0  # seconds to wait for another tab's transaction
_FULL = "The disk is full, so nothing was saved. Make room on it, then try again."
_REFUSED = "The disk could not be read or written, as where it is full. Make room on it, then try again."


class Database:
    """A library's database. Each block of ``reading`` or ``writing`` has a connection of its own, from any thread."""

    def __init__(self, path: Path) -> None:
        """Raises ``DeskError`` where the file is no library, or one of a newer program."""
        self.path = path
        self._migrate()
        # One stays open, so that log and index stay too: on a full disk they could not be made, and nothing be read.
        with self._told():
            held = self._connected(check_same_thread=False)
            weakref.finalize(self, held.close)
            held.execute("pragma user_version").fetchone()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """To look things up, as they stood at one moment."""
        with self._told(), closing(self._connected()) as connection:
            connection.execute("begin")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """To change things: all of the block or none of it; on the disk when the block ends.

        Raises ``DeskError`` where the disk refuses.
        """
        with self._told(), closing(self._connected()) as connection:
            connection.execute("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def forget(self) -> None:
        """Let nothing of what was deleted stand in the files: freed pages are zero, log and copies gone."""
        with self._told(), closing(self._connected()) as connection:
            connection.execute("pragma wal_checkpoint(truncate)")
        for copy in self._copies():
            copy.unlink(missing_ok=True)

    def _copies(self) -> Iterator[Path]:
        """Of the tables as an older program left them."""
        return self.path.parent.glob(f"{self.path.stem}{_BEFORE}*.sqlite")

    def _connected(self, *, check_same_thread: bool = True) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=_PATIENCE, isolation_level=None, check_same_thread=check_same_thread
        )
        connection.row_factory = sqlite3.Row
        for pragma in ("foreign_keys = on", "synchronous = full", "secure_delete = on", "trusted_schema = off"):
            connection.execute(f"pragma {pragma}")
        return connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the database refuses, as a sentence."""
        try:
            yield
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # Python's own errors have none
            if code == sqlite3.SQLITE_FULL:
                raise DeskError(_FULL, 507) from None
            if code == sqlite3.SQLITE_IOERR:
                raise DeskError(_REFUSED, 507) from None
            if code == sqlite3.SQLITE_BUSY:
                raise DeskError("The library is busy. Try again in a moment.", 503) from None
            raise DeskError(f"The library at {self.path} cannot be used ({error}).", 500) from None
        except sqlite3.DatabaseError as error:
            raise DeskError(f"The library at {self.path} is damaged ({error}).", 500) from None

    def _migrate(self) -> None:
        """Bring the tables to what this program needs, a copy of the old ones beside them."""
        steps = {int(path.name[:3]): path for path in sorted(_MIGRATIONS.glob("[0-9]*.sql"))}
        with self._told(), closing(self._connected()) as connection:
            connection.execute("pragma journal_mode = wal")
            (now,) = connection.execute("pragma user_version").fetchone()
            if now > max(steps):
                raise DeskError(
                    f"The library at {self.path} was made by a newer evidence-trail. Install that one.", 500
                )
            if now and now < max(steps):
                copy = self.path.with_name(f"{self.path.stem}{_BEFORE}{max(steps)}.sqlite")
                copy.unlink(missing_ok=True)
                connection.execute("vacuum into ?", (str(copy),))
            for number, path in steps.items():
                if number > now:
                    script = path.read_text(encoding="utf-8")
                    connection.executescript(f"begin immediate; {script}; pragma user_version = {number}; commit;")


def patterns(words: str) -> list[str]:
    """Each word of a search as a pattern of ``like … escape '!'``."""
    said = words.replace("\0", "\ufffd")  # which would end the pattern
    return ["%" + re.sub("([%_!])", r"!\1", word) + "%" for word in said.split()]
