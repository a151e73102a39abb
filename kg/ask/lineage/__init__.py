"""What comes from what: a model's ancestry, ways between two, and what rests on a thing.

:mod:`around` is the lineage of one thing, :mod:`paths` the ways between two, :mod:`impact` all that
is downstream, :mod:`whole` the entire graph; :mod:`walk`, :mod:`edges`, :mod:`nodes`,
:mod:`beside`, :mod:`downstream` and :mod:`dataset_lineage` are the steps that they share.
"""
