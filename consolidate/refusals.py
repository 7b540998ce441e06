"""Why nothing could be done: sentences for the one who asked, exit code 2."""


class NothingToDo(Exception):
    """No return was found and no period was named: there is nothing to compare with."""


class NoPrevious(Exception):
    """The folder that was named holds no earlier output that can be compared with."""
