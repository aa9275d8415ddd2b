"""The way to a doccano server and back: records become tasks of a project, corrected tasks become records again.

Only `connect` needs the extra `gdie[annotate]`; everything else works on plain values.
"""
