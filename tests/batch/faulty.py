"""Files that do to the process that reads them what no test wants done to itself."""

import os
import signal
import time
from dataclasses import dataclass

from gdie.batch.sources import Source
from gdie.documents import DEFAULT_LIMITS, Limits


@dataclass(frozen=True)
class Faulty(Source):
    """A file that fails in the way that `fault` names when it is loaded."""

    fault: str = ""

    def load(self, limits: Limits = DEFAULT_LIMITS) -> bytes:
        match self.fault:
            case "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            case "crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "deaf":  # to the alarm of the time limit
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
                time.sleep(60)
            case "slow":
                time.sleep(60)
            case "defect":
                raise KeyError("x")
            case "memory":
                raise MemoryError
            case "exit":
                os._exit(0)
        return super().load(limits)
