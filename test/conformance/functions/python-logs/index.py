import logging

logger = logging.getLogger("orders")


def levels():
    for level in ["debug", "info", "warning"]:
        getattr(logger, level)("by %s", level)


def lines():
    logger.warning("first\nsecond")


def prints():
    print("one\n\ntwo\rstill two")


def throw():
    raise ValueError("no such order")


def handler(event, context):
    globals()[event["action"]]()
