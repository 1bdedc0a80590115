"""The product's own addresses with bare refusals: thousands of them are asked for their status only. No tests here."""

from django.http import HttpResponse

from rackbeat.urls import *  # noqa: F403


def handler403(request, exception=None):
    return HttpResponse(status=403)


def handler404(request, exception=None):
    return HttpResponse(status=404)
