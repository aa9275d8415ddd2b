"""gdie: statistics of Chinese government-information-disclosure reports as facts with evidence, reconciled.

The public way in is short: `gdie.documents.read` a file, `gdie.facts.extract` its facts with a loaded pipeline,
`gdie.reconcile.check` them. Importing `gdie` itself loads nothing heavy.
"""

__version__ = "0.1.0"
