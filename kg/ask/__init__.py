"""What one can ask of a finished build.

Rooms: :mod:`sparql` (free queries and named questions), :mod:`evidence` (what is believed, who says
so, where sources differ), :mod:`lineage` (what comes from what). Beside them :mod:`find` (names to
things), :mod:`stats` and :mod:`schema`; :mod:`tables`, :mod:`labels`, :mod:`values` and
:mod:`subgraph` are what answers are made of.
"""
