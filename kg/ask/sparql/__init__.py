"""Questions in SPARQL: free text in a worker that can be stopped, and questions with a name.

:mod:`guard` refuses before anything runs, :mod:`worker` is the process that may die, :mod:`query`
starts and stops it, :mod:`answer` is what comes back, :mod:`questions` are the named ones.
"""
