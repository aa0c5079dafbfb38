import logging
import sys

logger = logging.getLogger("orders")


def levels(event):
    logging.getLogger().setLevel(event.get("level", "DEBUG"))
    for level in ["debug", "info", "warning", "error", "critical"]:
        getattr(logger, level)("by %s", level)


def lines(event):
    logging.getLogger().setLevel("INFO")
    logger.info("first\n  second\r\nthird")
    try:
        raise ValueError("caught")
    except ValueError:
        logger.exception("it failed")


def prints(event):
    print("one")
    print("two\n\nthree\rstill three")
    print("ünï ☃ 𝄞", {"a": [1]})
    print("no line break", end="")
    print(" joined", file=sys.stderr)


def raw(event):
    sys.stdout.write("one\ntwo\n\nthree")
    sys.stderr.write(" and\nfour\n")


def long(event):
    logging.getLogger().setLevel("INFO")
    logger.info("y" * event["length"])


def order(event):
    logging.getLogger().setLevel("INFO")
    for number in range(event["count"]):
        logger.info("line %d", number)


def filtered(event):
    """The level is the function's, by its configuration."""
    for level in ["debug", "info", "warning"]:
        getattr(logger, level)("by %s", level, extra={"order": 7})


def throw(event):
    raise ValueError("no\nsuch order")


def handler(event, context):
    globals()[event["action"]](event)
