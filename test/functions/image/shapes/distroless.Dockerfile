# Users and certificates, no shell.
FROM lambox/base:debian-13 AS base
FROM scratch
COPY --from=base /etc/passwd /etc/group /etc/
COPY --from=base /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY program /app
USER nonroot
ENTRYPOINT ["/app"]
