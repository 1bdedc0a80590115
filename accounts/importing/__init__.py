"""Imports of spreadsheets: the machinery. What a row means, the apps above say in their `imports.py` (settings.IMPORTS)."""
