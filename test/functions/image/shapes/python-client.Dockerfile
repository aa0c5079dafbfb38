# A plain image of the language: what is AWS's has gone. Its client is installed by the user, as AWS
# documents it for alternative base images.
FROM lambox/python:3.13
COPY wheels/ /wheels/
RUN rm -rf /var/runtime/* \
 && (cd /var/lang/lib/python3.13/site-packages && rm -rf awslambdaric* simplejson* snapshot_restore*) \
 && python3 -m pip install --no-index --find-links /wheels --target /function awslambdaric
WORKDIR /function
COPY app.py ./
ENTRYPOINT ["/var/lang/bin/python3", "-m", "awslambdaric"]
CMD ["app.handler"]
