import os
import sys


def handler(event, context):
    if event == "path":
        return sys.path
    return dict(os.environ)
