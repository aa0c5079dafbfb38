import time

print("module code hangs")
time.sleep(600)


def handler(event, context):
    return None
