"""The studio on this machine: the built site that the package carries, served to this machine's own browser.

`web/` holds what the site is made from; this serves the result.
"""
