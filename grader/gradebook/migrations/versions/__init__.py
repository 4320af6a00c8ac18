"""One module a change of the tables. None is ever changed once it has been released."""
