# Builds with: docker build -t gatecast . (podman: with --format docker, for the health check)
# One image for the API and the worker; docker-compose.yml chooses the command.
# Bases are fixed by digest; `docker buildx imagetools inspect` prints the digest of a tag. Their Node only builds: the image runs the one of
# package-lock.json, which is fixed by its hash and gets security releases with the other packages.
# Not slim: it has a C compiler, for the native kernel. The image at the end needs none.
FROM node:24.21.0-bookworm@sha256:64af3819f9275802414d7cdc38c27e9d82bd564dec4d4da87d008255d36c63b4 AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Optional packages are Node, which the image has in another place, and PostgreSQL, which another container has.
RUN npm ci --omit=dev --omit=optional --ignore-scripts
COPY scripts/build-native.ts ./scripts/
COPY src/engine/kernels/source ./src/engine/kernels/source
COPY src/engine/kernels/native/sources.ts ./src/engine/kernels/native/
RUN node scripts/build-native.ts --require --verbose

# The bundlers and the parts of the pages are packages for development: only the built files go into the image.
FROM node:24.21.0-bookworm-slim@sha256:d6aa754f16b3197301076f047b5def2f02ea1dbbc2ca920407d46d7ec7f87b20 AS pages
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.json ./
RUN npm ci --ignore-scripts
COPY scripts/build-dashboard.ts ./scripts/
COPY scripts/dashboard ./scripts/dashboard
COPY clients ./clients
COPY dashboard ./dashboard
RUN node scripts/build-dashboard.ts --require --verbose
COPY scripts/build-embed.ts ./scripts/
COPY embed ./embed
COPY src/pictures/drawing ./src/pictures/drawing
RUN node scripts/build-embed.ts --require
COPY scripts/build-service.ts ./scripts/
COPY src ./src
COPY workers ./workers
RUN node scripts/build-service.ts --require

FROM node:24.21.0-bookworm-slim@sha256:d6aa754f16b3197301076f047b5def2f02ea1dbbc2ca920407d46d7ec7f87b20
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8080 \
    NODE_COMPILE_CACHE=/tmp/compile-cache
COPY --from=pages /app/node_modules/node-linux-*/bin/node /usr/local/bin/node
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=dependencies /app/build ./build
COPY --from=pages /app/build/dashboard ./build/dashboard
COPY --from=pages /app/build/embed ./build/embed
COPY --from=pages /app/build/service ./build/service
COPY package.json LICENSE ./
COPY src ./src
COPY workers ./workers
COPY weights ./weights
COPY openapi/openapi.json ./openapi/
# The commands of the operator, for `docker compose run`.
COPY scripts/backup.ts scripts/restore.ts scripts/keys.ts scripts/slow-database.ts ./scripts/
COPY scripts/backup ./scripts/backup
COPY scripts/keys ./scripts/keys
# The user `node`, by number: where Kubernetes requires a user other than root, it refuses a name.
USER 1000:1000
EXPOSE 8080
# A process answers once its database is there and migrated, which may take long.
HEALTHCHECK --interval=10s --timeout=3s --start-period=1h --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=16", "--heap-growing-percent=150", "--no-allocation-site-pretenuring", "src/processes/api.ts"]
