"""All that is said, in any language: catalogues, numbers, lines and names.

A language is a folder of catalogues in ``assets/words``, called by its code; nothing else has to know of it.
Of leerdal this package imports the errors alone.
"""
