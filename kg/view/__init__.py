"""What leaves as pictures: one offline HTML page of a lineage or of the whole graph.

:func:`page` is the door. Positions and the list for screen readers are made here in Python; the
page only pans, zooms, searches and shows, so it needs no network and no layout in the browser.
"""

from __future__ import annotations

from kg.view.page import page

__all__ = ["page"]
