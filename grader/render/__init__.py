"""A verdict on each kind of page. Nothing here prints: a room returns text or lines."""
