FROM lambox/base:debian-13
COPY program /app
ENV MARK="from a shell"
ENTRYPOINT exec /app "$MARK"
