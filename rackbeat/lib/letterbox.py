"""Where mail goes while no server is named: onto the console, what a person would read and no encoded attachment."""

import sys
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class ConsoleBackend(BaseEmailBackend):
    """Prints whom a mail is for, its subject and its text; of what goes along only the names."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            names = ", ".join(_name(each) for each in message.attachments)
            head = f"Mail to {', '.join(message.recipients())}: {message.subject}" + (f" [{names}]" if names else "")
            sys.stdout.write(f"{head}\n" if names else f"{head}\n{message.body}\n\n")
        sys.stdout.flush()
        return len(email_messages)


def _name(attachment: Any) -> str:
    return getattr(attachment, "filename", None) or attachment[0] or "attachment"
