"""How statements come in: one file a format, each registered once, in ``reading.READERS``.

A reader turns outside data into validated records or listed problems, exactly once, and knows
nothing of claims or stores.
"""
