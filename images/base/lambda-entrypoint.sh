#!/bin/sh
# Behaves as the script of the same name in Lambda's base images (contract 11.3). It has no emulator to
# fall back on, because Lambox provides the Runtime API from outside the image.
if [ $# -ne 1 ]; then
  echo "entrypoint requires the handler name to be the first argument" >&2
  exit 142
fi
export _HANDLER="$1"

if [ -z "${AWS_LAMBDA_RUNTIME_API:-}" ]; then
  echo "AWS_LAMBDA_RUNTIME_API is empty: nothing serves the Runtime API to this container." >&2
  echo "Run the image with Lambox instead of docker run: lambox run -p 9000:8080 IMAGE $1" >&2
  exit 1
fi
exec /var/runtime/bootstrap
