import type { FastifyContextConfig } from 'fastify';
import fp from 'fastify-plugin';

/** Deprecation of a call. Days are dates in UTC. */
export interface Deprecation {
  since: string;
  /** The first day on which the call may be removed. */
  sunset: string;
  /** Path of the call that replaces it, if there is one. */
  successor?: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Marks the call as `deprecated` in the OpenAPI document. Its responses have
     *  `Deprecation`, `Sunset` and `Link`. */
    deprecation?: Deprecation;
  }
  interface FastifySchema {
    deprecated?: boolean;
  }
}

/** A deprecated call stays for at least half a year, as docs/api/README.md promises. */
const noticeDaysMin = 183;
const dayMs = 86_400_000;
/** Path of the page with the deprecation policy. */
const policyPath = '/docs';

/** Announces the removal of a call in the OpenAPI document and in each response (RFC 9745, RFC 8594, RFC 8288). */
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
      description: [route.schema?.description, `Deprecated: may be removed from ${sunset} on.${instead}`]
        .filter(Boolean)
        .join(' '),
    };
  });

  app.addHook('onRequest', ({ routeConfig }, reply, done) => {
    const { deprecation } = routeConfig;
    if (deprecation === undefined) return done();
    const { since, sunset, successor } = deprecation;
    reply.header('deprecation', `@${Date.parse(since) / 1_000}`);
    reply.header('sunset', new Date(sunset).toUTCString());
    const links = [`<${policyPath}>; rel="deprecation"; type="text/html"`];
    if (successor !== undefined) links.push(`<${successor}>; rel="successor-version"`);
    reply.header('link', links.join(', '));
    done();
  });
});
