"""What is said of a file that meets a defect of gdie: no file may cost the others."""

from __future__ import annotations

import traceback
from pathlib import Path


def defect(error: Exception) -> str:
    """The kind of an unexpected error and where in gdie it came up, with what to do."""
    if isinstance(error, MemoryError):
        return "needs more memory than there is; split the file"
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(f.filename).name}:{f.lineno}" for f in frames if "gdie" in Path(f.filename).parts]
    where = f" at {places[-1]}" if places else ""
    return f"meets a defect of gdie ({type(error).__name__}{where}); please report it with the file"
