"""How the tables of a gradebook came about; alembic runs what one lacks when it is opened."""
