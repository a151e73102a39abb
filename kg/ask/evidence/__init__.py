"""What is believed and who says so: facts with their claims, why one won, where sources disagree.

:mod:`show` and :mod:`facts` give what is believed, :mod:`explain` and :mod:`inference` why,
:mod:`conflicts` where sources differ, :mod:`terms_of_use` what one may do; :mod:`citations` is how
a claim looks to a reader.
"""
