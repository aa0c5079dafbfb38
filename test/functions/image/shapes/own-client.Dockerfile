# A plain image of the language, the runtime client brought by the user.
FROM lambox/nodejs:24 AS node
FROM lambox/base:debian-13
COPY --from=node /var/lang/bin/node /usr/local/bin/node
COPY --from=node /var/runtime/index.mjs /var/runtime/rapid-client.node /client/
WORKDIR /var/task
COPY index.mjs ./
ENTRYPOINT ["/usr/local/bin/node", "/client/index.mjs"]
CMD ["index.handler"]
