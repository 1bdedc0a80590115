"""The web server's door."""

import os

from django.core.wsgi import get_wsgi_application

from rackbeat.room import roomy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rackbeat.settings")
application = roomy(get_wsgi_application())
