# One image for the web server and the worker: docs/deploy-docker.md. docs/decisions/045 says how it is built and why.

FROM node:24-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
# Only these files decide what is installed, so that a change of the source does not install again.
COPY package.json package-lock.json .npmrc ./
COPY scripts/install.mjs scripts/native-packages.mjs scripts/settings.mjs scripts/telemetry-packages.mjs scripts/
COPY lib/db/private-files.mjs lib/db/
COPY lib/env/hosts.mjs lib/env/
COPY lib/telemetry/packages lib/telemetry/packages/
RUN --mount=type=cache,target=/root/.npm node scripts/install.mjs --omit=dev --telemetry
COPY . .
RUN --mount=type=cache,target=/app/.next/cache npm run build && node deploy/docker/collect.mjs /out

FROM node:24-slim
# The init process forwards signals and reaps the processes that others leave behind.
RUN apt-get update \
	&& apt-get install -y --no-install-recommends tini \
	&& rm -rf /var/lib/apt/lists/* \
	&& install -d -o node -g node -m 700 /data
WORKDIR /app
ENV NODE_ENV=production \
	HOST=0.0.0.0 \
	PORT=3000 \
	DATA_DIR=/data \
	npm_config_cache=/tmp/npm \
	npm_config_update_notifier=false
COPY --from=build /out ./
USER node
VOLUME /data
EXPOSE 3000
# The server starts after the migrations, which took 7.7 minutes with 10 million posts. The first success ends the period.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30m CMD ["node", "deploy/docker/check-health.mjs"]
ENTRYPOINT ["tini", "--", "/app/deploy/start.sh"]
CMD ["web"]
