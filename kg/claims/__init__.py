"""What we believe: claims as rows, many names made one key, what wins, and what follows.

The stages, in order: :mod:`rows` (a record as claims), :mod:`table` (Parquet), :mod:`resolve`,
:mod:`accept`, :mod:`infer` (ancestry too), :mod:`names` (the index for search), :mod:`quads`
(N-Quads lines for the store). :mod:`connection` is how DuckDB is opened.
"""
