"""2xx: the funds table, and the cost rows against it."""
