import os
import signal
import sys
import time


class OrderError(Exception):
    pass


def throw(event):
    raise OrderError("no such order")


def chained(event):
    try:
        throw(event)
    except OrderError as error:
        raise TypeError("übel ☃") from error


def without_text(event):
    raise KeyError


def no_json(event):
    return {"when": object()}


def some_bytes(event):
    return b"not \xff JSON"


def exit(event):
    sys.exit(event["code"])


def leave_at_once(event):
    os._exit(event["code"])


def kill(event):
    os.kill(os.getpid(), getattr(signal, event["signal"]))
    time.sleep(60)


def grow(event):
    kept = []
    while True:
        kept.append(bytearray(8 * 1024 * 1024))


def hang(event):
    time.sleep(3600)


def spin(event):
    while True:
        pass


def fine(event):
    return {"pid": os.getpid()}


def handler(event, context):
    return globals()[event["action"]](event)
