"""What we believe: claims as rows, many names made one key, what wins, and what follows.

The stages, in order: :mod:`rows` (a record as claims), :mod:`table` (Parquet), :mod:`resolve`,
:mod:`accept`, :mod:`infer`, :mod:`ancestry`, :mod:`quads` (N-Quads bytes for the store).
"""
