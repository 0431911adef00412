"""Putting the add-in on a PC, taking it away, and looking why it does not work. Per user, without administrator."""
