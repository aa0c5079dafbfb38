import os

# The first try leaves a mark in /tmp, which the second one finds.
if not os.path.exists("/tmp/tried"):
    open("/tmp/tried", "w").close()
    raise RuntimeError("the first try")


def handler(event, context):
    return "the second try"
