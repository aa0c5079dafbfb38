# A plain image of the language, without anything of AWS's; its client installed by the user, as AWS
# documents it for alternative base images.
FROM lambox/python:3.13 AS python
FROM lambox/base:debian-13
COPY --from=python /usr/lib/*-linux-gnu/libexpat.so.1* /usr/local/lib/
COPY --from=python /var/lang/ /var/lang/
COPY wheels/ /wheels/
RUN /sbin/ldconfig \
 && (cd /var/lang/lib/python3.13/site-packages && rm -rf awslambdaric* simplejson* snapshot_restore*) \
 && python3 -m pip install --no-index --find-links /wheels --target /function awslambdaric
WORKDIR /function
COPY app.py ./
ENTRYPOINT ["/var/lang/bin/python3", "-m", "awslambdaric"]
CMD ["app.handler"]
