# syntax=docker/dockerfile:1
# One image per controller: docker build --target source-controller .
# They run as nobody and write to /data and /tmp alone, so the root file system may be read-only.

# what is built is the same everywhere: no emulated processor builds it
FROM --platform=$BUILDPLATFORM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# .npmrc lets no package run scripts, ours neither: packing alone would leave out what is built
RUN npm run package && mv flux-toolkit-*.tgz /tmp/flux-toolkit.tgz
# the embedded API's database is not needed here
RUN npm install --prefix /opt/flux --omit=dev --omit=optional --no-audit --no-fund /tmp/flux-toolkit.tgz
# an image that cannot start is none
RUN node /opt/flux/node_modules/flux-toolkit/bin/run.js --version

FROM node:24-bookworm-slim AS base
COPY --from=build /opt/flux /opt/flux
ENV NODE_ENV=production HOME=/tmp
USER 65534:65534
WORKDIR /tmp

FROM base AS source-controller
ENTRYPOINT ["node", "/opt/flux/node_modules/flux-toolkit/bin/run.js", "controller", "source-controller"]

FROM base AS kustomize-controller
ENTRYPOINT ["node", "/opt/flux/node_modules/flux-toolkit/bin/run.js", "controller", "kustomize-controller"]
