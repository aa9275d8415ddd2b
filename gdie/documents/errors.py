"""The error of a file that can't be read, and its kind that is only passed over in a folder."""

from __future__ import annotations


class UnreadableDocument(ValueError):
    """A file that can't be read as a document; the message names the file, what is wrong and what to do.

    Readers of formats know no file name: they raise it with the rest of the line ("is encrypted; save it without a password").
    """


class NoDocument(UnreadableDocument):
    """A file of a kind that holds no report (a picture, a script): in a folder it is skipped, given by name it is an error."""


class OutOfTime(BaseException):
    """A file took longer than its limit. Not an `Exception`: libraries that read files catch those to try something else."""
