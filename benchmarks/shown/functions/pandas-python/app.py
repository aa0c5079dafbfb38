import pandas

FRAME = pandas.DataFrame({"value": range(10)})


def handler(event, context):
    return int(FRAME["value"].sum())
