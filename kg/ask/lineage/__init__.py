"""What comes from what: a model's ancestry, ways between two, and what rests on a thing.

:mod:`model_lineage` and :mod:`dataset_lineage` are about one thing, :mod:`paths` about two,
:mod:`impact` is all that is downstream, :mod:`whole` the entire graph; :mod:`walk`, :mod:`edges`,
:mod:`nodes`, :mod:`beside` and :mod:`downstream` are the steps that they share.
"""
