"""A doccano server of one process on this machine, with its database in a folder of its own."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

# Imports and exports run inside the request, so that no task worker is needed; uploads stay out of site-packages.
SETTINGS = """\
from config.settings.production import *  # noqa
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_STORE_EAGER_RESULT = True
DJANGO_DRF_FILEPOND_UPLOAD_TMP = MEDIA_ROOT + "/tmp-uploads"
DJANGO_DRF_FILEPOND_ALLOW_EXTERNAL_UPLOAD_DIR = True
"""
START = 90.0  # seconds


class Doccano:
    """A server that is made in `home` by the interpreter of an environment that holds doccano."""

    def __init__(self, python: str, home: Path) -> None:
        self.admin, self.password = "admin", secrets.token_urlsafe(12)
        self._python, self._home = Path(python), home
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        (home / "conf").mkdir()
        (home / "conf" / "gdie_doccano_settings.py").write_text(SETTINGS, encoding="utf-8")
        self._environment = {
            "PATH": os.environ["PATH"],
            "DOCCANO_HOME": str(home),
            "DATABASE_URL": f"sqlite:///{home}/db.sqlite3",
            "MEDIA_ROOT": str(home / "media"),
            "DEBUG": "False",
            "STANDALONE": "True",
            "CELERY_BROKER_URL": "memory://",
            "DJANGO_SETTINGS_MODULE": "gdie_doccano_settings",
            "PYTHONPATH": str(home / "conf"),
            "SECRET_KEY": secrets.token_urlsafe(32),
        }
        self._run("init")
        self._run("createuser", "--username", self.admin, "--password", self.password)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        where = "import backend, os; print(os.path.dirname(backend.__file__))"
        backend = subprocess.check_output([str(self._python), "-c", where], env=self._environment, text=True)
        command = [str(self._python.with_name("gunicorn")), "--chdir", backend.strip()]
        command += ["--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "4", "config.wsgi"]
        with (self._home / "web.log").open("ab") as log:
            # Its own session, so that worker and master can be stopped together.
            self._process = subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        end = time.monotonic() + START
        while not self._answers():
            if time.monotonic() > end or self._process.poll() is not None:
                raise RuntimeError("doccano did not start:\n" + (self._home / "web.log").read_text()[-2000:])
            time.sleep(0.1)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, how)
            self._process.wait(30)
            self._process = None

    def query(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Ask or change the database behind the server's back."""
        with sqlite3.connect(self._home / "db.sqlite3", timeout=30) as base:
            return base.execute(sql, values).fetchall()

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/v1/me", timeout=10).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def _run(self, *command: str) -> None:
        doccano = str(self._python.with_name("doccano"))
        done = subprocess.run([doccano, *command], env=self._environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"doccano {command[0]} failed:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")
