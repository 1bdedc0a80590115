"""Links that let a person choose a password: one for the forgetful (an hour), one for the invited (seven days)."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User

DAYS = 7
SALT = "accounts.welcome"


def reset_path(user: User) -> str:
    """allauth's own page for a new password. The link works once."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


def path(user: User) -> str:
    """Where an invited person chooses the first password."""
    return reverse("accounts:welcome", args=[signing.dumps([user.pk, _state(user)], salt=SALT)])


def invited(token: str) -> User | None:
    """Whose link it is; None when it is too old, was used, or is not ours."""
    try:
        pk, state = signing.loads(token, salt=SALT, max_age=DAYS * 24 * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user is not None and constant_time_compare(state, _state(user)) else None


def _state(user: User) -> str:
    """Changes with the password, so that a link works once."""
    return salted_hmac(SALT, f"{user.pk}:{user.password}:{user.last_login}").hexdigest()[:20]
