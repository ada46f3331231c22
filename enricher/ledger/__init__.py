"""The only part that talks to the database."""
