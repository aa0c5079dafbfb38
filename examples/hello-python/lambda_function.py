import logging

# Module code runs once per execution environment; the handler runs once per event.
logger = logging.getLogger()
logger.setLevel(logging.INFO)
events = 0


def lambda_handler(event, context):
    global events
    events += 1
    name = event.get("name", "world")
    logger.info("greeting %s with %s MB", name, context.memory_limit_in_mb)
    return {"greeting": f"Hello, {name}!", "eventsInThisEnvironment": events}
