"""Which submissions share code beyond the stub: a list to look at, never a verdict."""
