import json


def handler(event, context):
    """An event tells how long it is; a number asks for a response of so many bytes."""
    if isinstance(event, int):
        return "r" * (event - 2)
    return len(json.dumps(event))
