import os
import time

NAMES = [
    "aws_request_id",
    "function_name",
    "function_version",
    "identity",
    "client_context",
    "invoked_function_arn",
    "log_group_name",
    "log_stream_name",
    "memory_limit_in_mb",
]


def plain(value):
    """A context's parts keep their members in slots, which JSON does not know."""
    if not hasattr(value, "__slots__"):
        return value
    return {name: plain(getattr(value, name)) for name in value.__slots__}


def fields(context):
    values = {name: plain(getattr(context, name)) for name in NAMES}
    return {"values": values, "traceId": os.environ.get("_X_AMZN_TRACE_ID")}


def remaining(context):
    first = context.get_remaining_time_in_millis()
    time.sleep(0.05)
    return {"first": first, "second": context.get_remaining_time_in_millis()}


def handler(event, context):
    return globals()[event["action"]](context)
