"""A person who can log in, by e-mail and password. What the person may do is the membership's business."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "User":
        user = self.model(email=email.strip().lower(), **facts)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **facts)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    class Theme(models.TextChoices):
        SYSTEM = "", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(
        _("language"), max_length=5, default="nb", choices=[("nb", "Norsk"), ("da", "Dansk"), ("en", "English")]
    )
    theme = models.CharField(_("appearance"), max_length=5, blank=True, default="", choices=Theme.choices)
    single_keys = models.BooleanField(
        _("single-letter keys"), default=True, help_text=_("N for new, J and K for rows, and so on.")
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("administrator"), default=False)
    is_support = models.BooleanField(_("support staff"), default=False)
    date_joined = models.DateTimeField(_("joined"), auto_now_add=True)
    session_round = models.PositiveIntegerField(default=0, editable=False)  # one more ends every session of the person

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session lasts as long as the password and the round: a changed role or a barring ends it as well."""
        key_salt = "accounts.models.people.User.session"
        value = f"{self.password}:{self.session_round}"
        return salted_hmac(key_salt, value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email
