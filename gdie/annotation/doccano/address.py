"""Which addresses of a server are allowed: a password leaves this machine encrypted only, unless told otherwise."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from gdie.annotation.doccano.errors import ServerError


def checked_address(url: str, *, allow_http: bool = False) -> str:
    """The address without a slash at its end. Raises `ServerError` for one that is not allowed.

    https is always allowed, http to this machine only, or anywhere with `allow_http`. An address holds no user name or password.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ServerError(f"{url!r} is no address; give --url https://…") from None
    if parts.scheme not in ("http", "https") or not host or any(c.isspace() or c == "\\" for c in url):
        raise ServerError(f"{url!r} is no address of a server; give --url https://…")
    if parts.username is not None or parts.password is not None:
        raise ServerError("the address holds a user name; leave it out, gdie asks for it")
    if parts.query or parts.fragment:
        raise ServerError(f"{url!r}: leave out what follows ? or #")
    if parts.scheme == "http" and not allow_http and not is_local(url):
        raise ServerError(
            f"{_origin(parts)} is not encrypted; use https, or --allow-http if the way there is safe"
        )
    return url.rstrip("/")


def is_local(url: str) -> bool:
    """Whether an address is of this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _origin(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc}"
