FROM lambox/base:debian-13
ENTRYPOINT ["/bin/sleep", "600"]
