"""What the person at the keyboard can act on; commands print it instead of a trace."""


class Problem(Exception):
    """Why something cannot be had: a sentence with a way out."""
