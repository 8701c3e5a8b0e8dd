# The gateway and the worker with everything they run: `docker compose up` starts both beside MongoDB.
FROM node:20.20.2-bookworm-slim@sha256:2cf067cfed83d5ea958367df9f966191a942351a2df77d6f0193e162b5febfc0 AS base
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /deepforge

FROM base AS build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY python/requirements.lock python/
RUN python3 -m venv .venv \
 && .venv/bin/python -m pip install --no-cache-dir --require-hashes --requirement python/requirements.lock
COPY . .
RUN npm run build && npm prune --omit=dev

FROM base
ENV NODE_ENV=production \
    DEEPFORGE_SKIP_SETUP=1 \
    DEEPFORGE_PYTHON=/deepforge/.venv/bin/python
COPY --from=build --chown=root:root /deepforge /deepforge
RUN install --directory --owner=node --group=node /data
USER node
VOLUME /data
EXPOSE 8765
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8765/api/v1/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node is the process that gets the signals, so that stopping the container ends the jobs first.
CMD ["node", "bin/deepforge.mjs", "start", "--host", "0.0.0.0", "--port", "8765", "--data", "/data", "--no-open"]
