# Neither entry point nor command.
FROM scratch
COPY program /var/runtime/bootstrap
