# AWS's base image: its entry point starts the emulator where there is no Runtime API.
FROM lambox/nodejs:24
COPY lambda-entrypoint.sh /lambda-entrypoint.sh
COPY no-emulator.sh /usr/local/bin/aws-lambda-rie
COPY index.mjs /var/task/
ENTRYPOINT ["/lambda-entrypoint.sh"]
CMD ["index.handler"]
