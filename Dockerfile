# The first stage builds the bundle; the second holds what runs, and no package manager.
FROM node:24-slim AS build
WORKDIR /app

# Before the sources, so that a change of these alone installs nothing again. No package that the
# build uses needs its install script.
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

COPY tsconfig.json build.mjs ./
COPY src src
RUN node build.mjs

# The bundle holds its packages, except those that build.mjs calls external: they serve the page over
# the API's description and make a certificate, are loaded when asked for, and stay at the versions of the lock.
RUN npm pkg delete dependencies devDependencies \
 && npm pkg set 'dependencies[@fastify/swagger]=*' 'dependencies[@fastify/swagger-ui]=*' \
      'dependencies[selfsigned]=*' \
 && npm prune --ignore-scripts --no-audit --no-fund


FROM node:24-slim
WORKDIR /app

# What the base has besides node is no use here, and nothing that a scanner need report.
RUN rm -rf /usr/local/lib/node_modules /opt/yarn-* \
      /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
      /usr/local/bin/yarn /usr/local/bin/yarnpkg /usr/local/bin/pnpm /usr/local/bin/pnpx \
 && ln -s /app/dist/talon-mock.js /usr/local/bin/talon-mock

# What changes least comes first. Everything is root's: the user that runs it can't change it.
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/package.json package.json
COPY --from=build /app/dist dist

# A container is reached from outside, so it listens on all its addresses. That alone would make the
# callback policy strict; but callbacks go to other containers and the host, as on a developer's machine.
ENV NODE_ENV=production \
    TALON_MOCK_HOST=0.0.0.0 \
    TALON_MOCK_PORT=8080 \
    TALON_MOCK_CALLBACK_POLICY=local
EXPOSE 8080
USER node

# Asks at TALON_MOCK_PORT: set another port by the variable rather than by --port.
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 CMD ["talon-mock", "health"]

# `docker run IMAGE --strict` starts with a flag, `docker run IMAGE health` runs another command.
ENTRYPOINT ["talon-mock"]
CMD ["start"]
