"""A real SMTP server of this process (aiosmtpd) that tests can make refuse, or ask for a password. No tests here."""

import email
import email.policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class _AnyPort(Controller):
    """On a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class MailServer:
    """`with MailServer() as server:` listens on server.port; `server.messages` are the mails that it took.

    `answer`: what it says to every letter instead of taking it ("450 come back later"); `refuses`: what it says of one
    address. `password`: it takes letters only from who logs in with it.
    """

    def __init__(self, password: str = "") -> None:
        self.answer, self.refuses, self.password = "", {}, password
        self.messages: list[EmailMessage] = []
        self.envelopes: list[list[str]] = []
        self.visits = 0

    def __enter__(self) -> "MailServer":
        self.controller = _AnyPort(
            self,
            hostname="127.0.0.1",
            port=0,
            auth_required=bool(self.password),
            auth_require_tls=False,
            authenticator=self.authenticate if self.password else None,
        )
        self.controller.start()
        self.port = self.controller.port
        return self

    def __exit__(self, *error: object) -> None:
        self.controller.stop()

    def authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
        return AuthResult(success=data.password.decode() == self.password, handled=False)

    # --- what aiosmtpd calls ---

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.visits += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.answer:
            return self.answer
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.envelopes.append(list(envelope.rcpt_tos))
        return "250 taken"
