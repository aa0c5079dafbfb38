# No shell, no /tmp, no user; and what a Dockerfile may say and Lambda passes over.
FROM scratch
COPY program /app/program
COPY links/ /
COPY program /data/program
ENV MARK=kept
VOLUME /data
USER 1234:1234
EXPOSE 8080
HEALTHCHECK --interval=1s CMD ["/nowhere"]
STOPSIGNAL SIGINT
WORKDIR /app
ENTRYPOINT ["/entry"]
CMD ["one", "two words"]
