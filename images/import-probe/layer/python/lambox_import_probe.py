"""Says how long a function's own module took, for `lambox bench --imports`.

Python itself says so of every import but this one: the runtime client imports the function by a
call, which `-X importtime` does not count.
"""

import importlib
import sys
from time import perf_counter

_import_module = importlib.import_module


def _import_handler(name, package=None):
    importlib.import_module = _import_module
    begun = perf_counter()
    module = _import_module(name, package)
    took = perf_counter() - begun
    print("lambox-imports {:.0f}".format(took * 1e6), file=sys.stderr, flush=True)
    return module


importlib.import_module = _import_handler
