"""The HTML report: one page that needs nothing else. ``as_html`` is the way in."""
