"""Starts the service: python3 -m app."""

import os

from .routes import application
from .web import log_as, serve

log_as("flag")
serve(application(os.environ))
