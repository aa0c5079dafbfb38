import os

import awslambdaric


def handler(event, context):
    return {
        "event": event,
        "directory": os.getcwd(),
        "handler": os.environ["_HANDLER"],
        "user": os.getuid(),
        "client": os.path.dirname(awslambdaric.__file__),
        "requestId": context.aws_request_id,
    }
