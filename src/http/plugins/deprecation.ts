import type { FastifyContextConfig } from 'fastify';
import fp from 'fastify-plugin';

/** A call that is to go. Days are dates in UTC. */
export interface Deprecation {
  since: string;
  /** The first day on which it may be gone. */
  sunset: string;
  /** Path of the call that takes its place, where there is one. */
  successor?: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Marks the call as `deprecated` in the document; its answers carry `Deprecation`, `Sunset` and `Link`. */
    deprecation?: Deprecation;
  }
  interface FastifySchema {
    deprecated?: boolean;
  }
}

/** What is to go stays for half a year at least: docs/api/README.md promises it. */
const noticeDaysMin = 183;
const dayMs = 86_400_000;
/** Where the policy stands. */
const policyPath = '/docs';

/** Tells the callers of a call that is to go, in the document and in each answer (RFC 9745, RFC 8594, RFC 8288). */
export const deprecationPlugin = fp(async (app) => {
  app.addHook('onRoute', (route) => {
    const { deprecation } = (route.config ?? {}) as FastifyContextConfig;
    if (deprecation === undefined) return;
    const { since, sunset, successor } = deprecation;
    const noticeDays = (Date.parse(sunset) - Date.parse(since)) / dayMs;
    if (!(noticeDays >= noticeDaysMin))
      throw new Error(`${route.url}: ${since} to ${sunset} is less than ${noticeDaysMin} days`);
    const instead = successor === undefined ? '' : ` Use \`${successor}\` instead.`;
    route.schema = {
      ...route.schema,
      deprecated: true,
      description: [route.schema?.description, `Deprecated: may be gone from ${sunset} on.${instead}`]
        .filter(Boolean)
        .join(' '),
    };
  });

  app.addHook('onRequest', async ({ routeOptions }, reply) => {
    const { deprecation } = routeOptions.config;
    if (deprecation === undefined) return;
    const { since, sunset, successor } = deprecation;
    reply.header('deprecation', `@${Date.parse(since) / 1_000}`);
    reply.header('sunset', new Date(sunset).toUTCString());
    const links = [`<${policyPath}>; rel="deprecation"; type="text/html"`];
    if (successor !== undefined) links.push(`<${successor}>; rel="successor-version"`);
    reply.header('link', links.join(', '));
  });
});
