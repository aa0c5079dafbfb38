"""Uses packages with native code that the function brings along."""

import os


def compiled(event):
    """This module is native code alone: without it the import fails."""
    from msgpack import _cmsgpack

    packed = _cmsgpack.Packer().pack({"größe": [1, 2.5, None]})
    return {
        "folder": os.path.dirname(_cmsgpack.__file__),
        "hex": packed.hex(),
    }


def table(event):
    import numpy
    import pandas

    frame = pandas.DataFrame({"shop": ["a", "b", "a"], "sum": numpy.array([1, 2, 3])})
    return frame.groupby("shop")["sum"].sum().to_dict()


def handler(event, context):
    return globals()[event["action"]](event)
