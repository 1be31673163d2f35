# A container for files that you have reason to fear, or for machines without Python:
#   docker build -t evidence-trail .
#   docker run --rm -p 127.0.0.1:8765:8765 -v evidence-trail:/library evidence-trail       # the desk, for this machine only
#   docker run --rm --network none -v "$PWD:/work" --user "$(id -u):$(id -g)" evidence-trail compare 2024.pdf 2025.pdf
FROM python:3.11-slim
COPY requirements-run.lock /tmp/
RUN pip install --no-cache-dir --require-hashes -r /tmp/requirements-run.lock \
    && pip install --no-cache-dir "setuptools>=77"
COPY . /tmp/evidence-trail
RUN pip install --no-cache-dir --no-deps --no-build-isolation /tmp/evidence-trail \
    && rm -r /tmp/evidence-trail /tmp/requirements-run.lock \
    && mkdir /library && chown 1000:1000 /library
# Within its own network the container is reached from outside; which machines reach it is for -p to say.
ENV EVIDENCE_TRAIL_CACHE=/tmp/evidence-trail-cache EVIDENCE_TRAIL_LIBRARY=/library EVIDENCE_TRAIL_CONTAINER=1
VOLUME /library
EXPOSE 8765
USER 1000:1000
WORKDIR /work
ENTRYPOINT ["evidence-trail"]
CMD ["desk", "--no-browser", "--port", "8765"]
