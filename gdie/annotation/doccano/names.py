"""Names from a server as names of folders here: whatever they hold, they stay one step below the folder they belong in."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable

_LONGEST = 60
_RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{i}" for d in ("com", "lpt") for i in range(10))}


def folder_names(names: Iterable[str]) -> dict[str, str]:
    """One folder name a name, all different, also where upper and lower case are one."""
    plain = {name: _plain(name) for name in names}
    often = Counter(folder.casefold() for folder in plain.values())
    return {
        name: folder if folder == name and often[folder.casefold()] == 1 else f"{folder}-{_mark(name)}"
        for name, folder in plain.items()
    }


def folder_name(name: str) -> str:
    """The folder name of one name: itself if it is harmless, else what is harmless of it and a mark that tells it apart."""
    return folder_names([name])[name]


def _plain(name: str) -> str:
    composed = unicodedata.normalize("NFC", name)
    kept = "".join(c if c.isalnum() or c in "-_.·@+ " else "_" for c in composed)[:_LONGEST]
    kept = kept.strip(" .") or "_"
    return f"_{kept}" if kept.split(".")[0].casefold() in _RESERVED else kept


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
