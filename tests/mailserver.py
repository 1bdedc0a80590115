"""A real SMTP server of this process (aiosmtpd) that tests can make refuse, encrypt, or ask for a password. No tests here."""

import asyncio
import datetime as dt
import email
import email.policy
import ssl
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


class _AnyPort(Controller):
    """On a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def certificate(folder, name: str = "localhost"):
    """A certificate of our own making for that name: the path of a PEM with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


class MailServer:
    """`with MailServer() as server:` listens on server.port; `server.messages` are the mails that it took.

    `answer`: what it says to every letter instead of taking it ("450 come back later"); `refuses`: what it says of one
    address. `password`: it takes letters only from who logs in with it. `security`: "starttls" or "tls", with the certificate
    at that path. `slow`: so many seconds pass between taking a letter and saying so; `hangs_up`: it never says so.
    """

    def __init__(self, password: str = "", *, security: str = "none", cert=None) -> None:
        self.answer, self.refuses, self.password = "", {}, password
        self.security, self.slow, self.hangs_up = security, 0.0, False
        self.secret: list[bool] = []
        self.context = None
        if cert:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(cert)
        self.messages: list[EmailMessage] = []
        self.envelopes: list[list[str]] = []
        self.visits = 0

    def __enter__(self) -> "MailServer":
        self.controller = _AnyPort(
            self,
            hostname="127.0.0.1",
            port=0,
            auth_required=bool(self.password),
            auth_require_tls=self.security == "starttls",
            ssl_context=self.context if self.security == "tls" else None,
            tls_context=self.context if self.security == "starttls" else None,
            require_starttls=self.security == "starttls",
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
        self.secret.append(server.transport.get_extra_info("sslcontext") is not None)
        if self.hangs_up:
            server.transport.abort()
        await asyncio.sleep(self.slow)
        return "250 taken"
