FROM scratch
COPY foreign /app
ENTRYPOINT ["/app"]
