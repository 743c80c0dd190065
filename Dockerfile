# One image for the web part and the worker; what a container does is its command.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc .puppeteerrc.cjs ./
RUN npm ci --loglevel=error
COPY nest-cli.json tsconfig.json .swcrc ./
COPY src ./src
COPY web ./web
RUN npm run build && npm prune --omit=dev --loglevel=error

FROM node:24-bookworm-slim
# Papers carry their fonts with them; these are for text in other scripts.
RUN apt-get update \
  && apt-get install -y --no-install-recommends chromium fonts-noto-core tini \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/web/dist ./web/dist
COPY streams ./streams
COPY reports ./reports
COPY routes ./routes
COPY templates ./templates
RUN mkdir /data && chown node:node /data
USER node
ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  PORT=3000 \
  DATA_DIR=/data \
  CHROMIUM_PATH=/usr/bin/chromium
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "node", "--enable-source-maps", "dist/cli.js"]
CMD ["start"]
