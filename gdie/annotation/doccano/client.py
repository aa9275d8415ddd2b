"""doccano-client, loaded only when a server is asked, and held to one host, to time-outs and to errors of one line."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from gdie.annotation.doccano.address import checked_address, is_local
from gdie.annotation.doccano.errors import ServerError, shortened

if TYPE_CHECKING:
    import requests

EXTRA = 'python -m pip install "gdie[annotate]"'
_CONNECT = 10.0  # seconds
_ADVICE = {
    400: "the request was refused",
    401: "log in again: check user name and password",
    403: "this user may not do it: log in as an administrator of the project",
    404: "there is no such thing: check the address, and that the server is doccano",
    413: "the server's limit for uploads is too small",
    429: "too many requests: wait a minute",
}


def load_client() -> Any:
    """The module doccano_client. Raises `ServerError` when it is missing or unusable, saying how to install it."""
    try:
        # 1.1 is what pip falls back to beside a new pydantic; it has another API.
        if tuple(int(part) for part in version("doccano-client").split(".")[:2]) < (1, 2):
            raise ServerError(f"doccano-client is too old; run {EXTRA} in an environment of its own")
        return importlib.import_module("doccano_client")
    except (PackageNotFoundError, ModuleNotFoundError):
        if sys.version_info >= (3, 13):
            raise ServerError(
                "push and pull need doccano-client, which has no release for Python 3.13 and newer; use Python 3.10 to 3.12 and "
                f"run {EXTRA} there (gdie annotate import and export need no client)"
            ) from None
        raise ServerError(f"push and pull need doccano-client; run {EXTRA}") from None
    except ServerError:
        raise
    except Exception as error:  # whatever a package of another time may raise in these surroundings
        raise ServerError(
            f"doccano-client can't be loaded ({shortened(error, 80)}); run {EXTRA} in an environment of its own"
        ) from None


def logged_in(url: str, user: str, password: str, *, timeout: float = 60.0, allow_http: bool = False) -> Any:
    """A client of the server at `url`, logged in. Raises `ServerError`."""
    address = checked_address(url, allow_http=allow_http)
    client = load_client().DoccanoClient(address)
    harden(client._base_repository._session, timeout, local=is_local(address))
    with one_line(f"log in to {address}"):
        try:
            client.login(user, password)
        except client_error() as error:
            if error.response is not None and error.response.status_code == 400:
                raise ServerError(f"log in to {address}: user name or password is wrong") from None
            raise
        # A page that says 200 to everything is no doccano; this answer is.
        if client.get_profile().username != user:
            raise ServerError(f"log in to {address}: the server knows you under another name")
    return client


def harden(session: requests.Session, timeout: float, *, local: bool) -> None:
    """No request without a time-out (in seconds), none sent on to another address; to this machine never by way of a proxy."""
    from requests.adapters import HTTPAdapter

    class Timed(HTTPAdapter):
        def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
            kwargs["timeout"] = kwargs.get("timeout") or (min(_CONNECT, timeout), timeout)
            return super().send(request, *args, **kwargs)

    for scheme in ("http://", "https://"):
        session.mount(scheme, Timed())
    session.max_redirects = 0
    session.trust_env = not local


def client_error() -> Any:
    """The class of errors that an answer with a bad status is."""
    import requests

    return requests.HTTPError


@contextmanager
def one_line(what: str) -> Iterator[None]:
    """Whatever goes wrong while asking the server becomes a `ServerError` that names the request."""
    import requests

    try:
        yield
    except requests.HTTPError as error:
        raise ServerError(f"{what}: {_refusal(error.response)}") from None
    except requests.TooManyRedirects as error:
        target = error.response.headers.get("Location", "") if error.response is not None else ""
        raise ServerError(
            f"{what}: the server sends on to {shortened(target, 100)!r}; give the right address with --url"
        ) from None
    except requests.exceptions.SSLError as error:
        raise ServerError(
            f"{what}: the server's certificate is not trusted ({shortened(error, 120)})"
        ) from None
    except requests.Timeout:
        raise ServerError(
            f"{what}: no answer in time; run again, what is there already is not sent twice"
        ) from None
    except requests.exceptions.JSONDecodeError:
        raise ServerError(f"{what}: the answer is not doccano's; check the address") from None
    except (requests.RequestException, OSError) as error:
        if isinstance(error, ServerError):
            raise
        raise ServerError(
            f"{what}: no connection ({shortened(error, 120)}); is the server running? Then run again"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        # The client takes answers apart without looking; pydantic's errors are ValueErrors.
        raise ServerError(f"{what}: the answer is not doccano's ({shortened(error, 120)})") from None


def _refusal(response: Any) -> str:
    if response is None:
        return "the server refused"
    status = int(response.status_code)
    if status >= 500:
        return f"the server failed (status {status}); see its log, then run again"
    said = shortened(response.text, 150)
    return f"{_ADVICE.get(status, 'the server refused')} (status {status}: {said})"
