# As AWS has it for Go: beside the working directory, which nobody has set otherwise.
FROM lambox/base:debian-13
WORKDIR /srv
COPY program ./main
ENTRYPOINT ["./main"]
