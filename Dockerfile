# A container for files that you have reason to fear, or for machines without Python:
#   docker build -t evidence-trail .
#   docker run --rm --network none -v "$PWD:/work" --user "$(id -u):$(id -g)" evidence-trail compare 2024.pdf 2025.pdf
FROM python:3.11-slim
COPY requirements-run.lock /tmp/
RUN pip install --no-cache-dir --require-hashes -r /tmp/requirements-run.lock \
    && pip install --no-cache-dir "setuptools>=77"
COPY . /tmp/evidence-trail
RUN pip install --no-cache-dir --no-deps --no-build-isolation /tmp/evidence-trail \
    && rm -r /tmp/evidence-trail /tmp/requirements-run.lock
ENV EVIDENCE_TRAIL_CACHE=/tmp/evidence-trail-cache
USER 1000:1000
WORKDIR /work
ENTRYPOINT ["evidence-trail"]
CMD ["--help"]
