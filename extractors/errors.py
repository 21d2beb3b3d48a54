"""What a user can mend."""


class UsageError(ValueError):
    """A wrong command, setting, source or data file, or a place that cannot be read or written.

    The message is one sentence that says what is wrong; commands print it alone and exit with code 2.
    """
