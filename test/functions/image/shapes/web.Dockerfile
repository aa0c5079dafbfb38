FROM lambox/base:debian-13
COPY program /opt/extensions/adapter
COPY program /server
ENTRYPOINT ["/server"]
