# The shell stays, and the program is its child.
FROM lambox/base:debian-13
COPY program /app
ENTRYPOINT /app "$MARK"; exit 5
