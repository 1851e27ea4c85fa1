# The pages and the API in one image. What it takes from outside it takes while it is built; nothing is fetched when it runs.
#
#   docker build --tag dieukhoan .
#
# PIP_EXTRA_INDEX_URL may name an index with CPU builds of PyTorch; without one, PyTorch comes with gigabytes for graphics cards that are not used.
FROM python:3.11-slim-bookworm AS build
ARG PIP_EXTRA_INDEX_URL=
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /source
COPY requirements requirements
RUN python -m venv /opt/dieukhoan \
    && /opt/dieukhoan/bin/pip install --require-hashes --no-deps --requirement requirements/run.txt \
    && /opt/dieukhoan/bin/pip install --requirement requirements/torch.txt \
    && pip install --require-hashes --no-deps --requirement requirements/build.txt
COPY . ./
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheel . && /opt/dieukhoan/bin/pip install --no-deps /wheel/*.whl

FROM python:3.11-slim-bookworm
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fonts-dejavu-core fonts-liberation2 libreoffice-writer-nogui tesseract-ocr tesseract-ocr-vie \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --owner=10001 --group=10001 /data
COPY --from=build /opt/dieukhoan /opt/dieukhoan
# Documents, index and the prepared model (150 MB) lie on the volume; what programs write beside that goes to /tmp and is lost.
ENV PATH=/opt/dieukhoan/bin:$PATH HOME=/tmp DIEUKHOAN_HOME=/data DIEUKHOAN_CACHE=/data/cache PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8501 8502
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=5)"]
ENTRYPOINT ["dieukhoan"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8501"]
