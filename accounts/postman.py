"""The one place that speaks with a mail server: hands over a message and says whom the server refused. It keeps nothing."""

import ipaddress
import smtplib
import socket
import ssl
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.utils.translation import gettext as _


class NotSent(Exception):
    """The server did not take the message. `again`: it may later."""

    def __init__(self, problem: str, *, again: bool) -> None:
        super().__init__(problem)
        self.problem, self.again = problem, again


@dataclass(frozen=True)
class Server:
    """A mail server of an agreement's own."""

    host: str
    port: int
    security: str
    username: str = ""
    password: str = ""
    timeout: int = settings.EMAIL_TIMEOUT


Refused = dict[str, tuple[int, str]]  # an address: code and answer


def hand_over(message: EmailMessage, recipients: list[str], server: Server | None = None) -> Refused:
    """Give the message to the server for these recipients. Raises `NotSent` where it is taken for none of them."""
    try:
        connection = _connection(server)
        if not isinstance(connection, EmailBackend):
            connection.send_messages([message])
            return {}
        connection.open()
        try:
            return _send(connection, message, recipients)
        finally:
            connection.close()
    except smtplib.SMTPRecipientsRefused as error:
        return _words(error.recipients)
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"{error.smtp_code} {_text(error.smtp_error)}", again=error.smtp_code < 500) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotSent(str(error), again=False) from error
    except ssl.SSLCertVerificationError as error:
        problem = _("The server's certificate is not valid: %(why)s") % {"why": error.verify_message}
        raise NotSent(problem, again=False) from error
    except UnicodeError as error:
        problem = _("A user name, password or address has letters that the server cannot be told.")
        raise NotSent(problem, again=False) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(_("The server does not answer: %(why)s") % {"why": _why(error)}, again=True) from error


def _send(connection: Any, message: EmailMessage, recipients: list[str]) -> Refused:
    encoding = message.encoding or settings.DEFAULT_CHARSET
    envelope = {sanitize_address(each, encoding): each for each in recipients}
    body = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
    sender = sanitize_address(message.from_email, encoding)
    refused = connection.connection.sendmail(sender, list(envelope), body)
    return {envelope.get(address, address): answer for address, answer in _words(refused).items()}


def _words(refused: dict[str, tuple[int, bytes]]) -> Refused:
    return {address: (code, _text(answer)) for address, (code, answer) in refused.items()}


def _text(answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())[:500]


def _why(error: Exception) -> str:
    """In our own words where we have some; the system has only English ones."""
    known = [
        (ConnectionRefusedError, _("it takes no connections at this port.")),
        (socket.gaierror, _("nobody knows its name.")),
        (TimeoutError, _("it took too long.")),
        (smtplib.SMTPServerDisconnected, _("it hung up.")),
    ]
    for kind, words in known:
        if isinstance(error, kind):
            return words
    return str(getattr(error, "strerror", None) or error or type(error).__name__)[:300]


# --- connections -------------------------------------------------------------------------------------------------


def _connection(server: Server | None) -> Any:
    if server is None:
        return get_connection()
    return _Own(server)


class _Own(EmailBackend):
    """A server that a user named: reached at the address that was looked at, so that a name cannot lead elsewhere."""

    def __init__(self, server: Server) -> None:
        super().__init__(
            host=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.security == "starttls",
            use_ssl=server.security == "tls",
            timeout=server.timeout,
        )
        self.ssl_certfile = self.ssl_keyfile = None

    @property
    def connection_class(self) -> Any:
        kind = _PinnedTLS if self.use_ssl else _Pinned
        return partial(kind, pinned=_address(self.host, self.port))


class _Pinned(smtplib.SMTP):
    def __init__(self, *args: Any, pinned: str, **options: Any) -> None:
        self.pinned = pinned
        super().__init__(*args, **options)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return socket.create_connection((self.pinned, port), timeout)


class _PinnedTLS(smtplib.SMTP_SSL):
    def __init__(self, *args: Any, pinned: str, **options: Any) -> None:
        self.pinned = pinned
        super().__init__(*args, **options)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((self.pinned, port), timeout)
        return self.context.wrap_socket(plain, server_hostname=host)


def _address(host: str, port: int) -> str:
    """The address behind a name. One inside our own network is refused, unless the installation allows it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotSent(_("There is no server “%(host)s”.") % {"host": host[:100]}, again=True) from error
    for *_rest, place in found:
        if settings.MAIL_SERVERS_INSIDE or ipaddress.ip_address(str(place[0]).partition("%")[0]).is_global:
            return str(place[0])
    raise NotSent(_("“%(host)s” lies inside a private network.") % {"host": host[:100]}, again=False)
