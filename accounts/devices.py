"""What a browser says of itself, in words: “Firefox, Windows”. For people who look at their sessions; nothing depends on it."""

import re

from django.utils.translation import gettext as _

BROWSERS = (  # the first that fits: some call themselves by others' names too
    ("Edge", r"\bEdgA?/"),
    ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(Firefox|FxiOS)/"),
    ("Chrome", r"\b(Chrome|CriOS|HeadlessChrome)/"),
    ("Safari", r"\bSafari/"),
)
SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMacintosh\b"),
    ("Linux", r"\bLinux\b"),
)
HAND_HELD = ("iPhone", "iPad", "Android")


def named(agent: str) -> str:
    """Browser and system; what we do not know is called a browser."""
    browser = next((name for name, sign in BROWSERS if re.search(sign, agent)), _("A browser"))
    system = next((name for name, sign in SYSTEMS if re.search(sign, agent)), "")
    return f"{browser}, {system}" if system else browser


def is_hand_held(agent: str) -> bool:
    return any(re.search(sign, agent) for name, sign in SYSTEMS if name in HAND_HELD)
