"""Gives a function the search path of Lambda's Python, then becomes AWS's runtime client.

Packages are looked for in the code, in layers, then beside the runtime client (contract 4.3, 4.5).
Whoever sets PYTHONPATH takes the place of the layers, as with AWS's own bootstrap.py.
"""

import os
import site
import sys

# Before the search path names the function's own code, which may have a module of the same name.
import awslambdaric.__main__ as runtime_client


def main():
    task_root = os.environ["LAMBDA_TASK_ROOT"]
    version = "python{}.{}".format(*sys.version_info[:2])
    layers = ["/opt/python/lib/{}/site-packages".format(version), "/opt/python"]
    if "PYTHONPATH" in os.environ:
        layers = []
    else:
        sys.path[:0] = [*layers, "/var/lang/lib/{}/site-packages".format(version)]
        # What a program that the function starts is to find.
        os.environ["PYTHONPATH"] = os.environ["LAMBDA_RUNTIME_DIR"]
    sys.path.insert(0, task_root)

    # Files that end in .pth count there too.
    for directory in [task_root, *layers]:
        site.addsitedir(directory)

    runtime_client.main([task_root, os.environ["_HANDLER"]])


if __name__ == "__main__":
    main()
