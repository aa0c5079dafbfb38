def throw():
    raise ValueError("no such order")


def no_json():
    return {1, 2}


def some_bytes():
    return b"<plain>"


def unicode():
    return {"ü": "☃"}


def handler(event, context):
    return globals()[event["action"]]()
