"""Writes down that it began and which signal ended it, where extensions write too."""

import signal
import sys
import time

JOURNAL = "/tmp/journal"


def note(text):
    with open(JOURNAL, "a") as journal:
        journal.write(f"runtime {text}\n")


def end(number, frame):
    note(signal.Signals(number).name)
    sys.exit(0)


signal.signal(signal.SIGTERM, end)
note("started")


def handler(event, context):
    time.sleep(event.get("seconds", 0))
    with open(JOURNAL) as journal:
        return journal.read().splitlines()
