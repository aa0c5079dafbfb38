# No entry point: the command alone, and found in PATH.
FROM scratch
ENV PATH=/srv/bin:/usr/bin:/bin MARK="two words"
COPY program /srv/bin/main
CMD ["main", "$MARK"]
