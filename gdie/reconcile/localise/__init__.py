"""Error localisation: the smallest sets of figures whose change makes everything agree that must (Fellegi and Holt 1976).

A contradiction says that one of several figures is wrong, not which. The figures of a report are bound by many constraints, and
few figures can be changed so that all of them hold at once. Those sets are found exactly, by branching on the figures of what
does not hold and eliminating the changed ones from the rest (de Waal, Pannekoek and Scholtus 2011, chapter 3); with more errors
than that can master, as covers of the constraints that this implies, by integer programs (Garfinkel, Kunnathur and Liepins
1986). Solutions are then ranked by how plausible the needed changes are.

Knows nothing of facts: figures are variables with ids. A constraint holds where 0 lies in the interval of its sum, each figure
ranging over all that it can mean, by itself in each constraint.

`rows` are the constraints as numbers, `ranges` what they say of figures that change, `values` what such a figure should be.
`problem` puts these together for one group of contradictions, `search` looks for its solutions, `groups` takes group by group.
"""

from gdie.reconcile.localise.groups import localise
from gdie.reconcile.localise.model import Figure, Localisation, Replacement, Solution

__all__ = ["Figure", "Localisation", "Replacement", "Solution", "localise"]
