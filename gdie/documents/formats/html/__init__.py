"""Web pages, as browsers or content management systems saved them."""

from gdie.documents.formats.html.reader import read_html, read_page

__all__ = ["read_html", "read_page"]
