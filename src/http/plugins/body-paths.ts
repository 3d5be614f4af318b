import type { RouteOptions } from 'fastify';
import fp from 'fastify-plugin';

/** Paths that the other content types of a JSON call have too, by the kind of their bodies. */
const pathsOfKind = {
  file: { path: '/file', suffix: 'FromFile', words: 'from a file' },
  form: { path: '/form', suffix: 'FromForm', words: 'from a form' },
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Query parameters of a call with mixed bodies that a JSON body may have too. The others are for tables. */
    jsonQuery?: readonly string[];
    /** Query parameters without which a table is refused. */
    tableQuery?: readonly string[];
  }
}

interface BodySchema {
  operationId: string;
  summary: string;
  body: { content: Record<string, unknown> };
}

/** Gives a call whose body is JSON or a file a second path for files, and a third one for forms. The call itself still
 *  takes all of them. The document describes each path with its own bodies only: generators of clients cannot write a
 *  call whose body is an object or a file. */
export const bodyPathsPlugin = fp(async (app) => {
  app.addHook('onRoute', function (route) {
    const schema = route.schema as BodySchema | undefined;
    const content = schema?.body?.content;
    if (schema === undefined || !isMixed(content)) return;
    for (const [kind, { path, suffix, words }] of Object.entries(pathsOfKind)) {
      const own = Object.entries(content).filter(([type]) => kindOf(type) === kind);
      if (own.length === 0) continue;
      const { method, handler, bodyLimit, config } = route;
      this.route({
        method,
        handler,
        bodyLimit,
        config,
        url: `${(route as RouteOptions & { routePath: string }).routePath}${path}`,
        schema: {
          ...schema,
          operationId: `${schema.operationId}${suffix}`,
          summary: `${schema.summary}, ${words}`,
          body: { content: Object.fromEntries(own) },
        },
      });
    }
  });
});

/** The path that describes each content type of a mixed body other than JSON. @param url path of the JSON call */
export function bodyPaths(content: Record<string, unknown>, url: string): Record<string, string> {
  return Object.fromEntries(
    Object.keys(content).flatMap((type) => {
      const kind = kindOf(type);
      return kind === 'json' ? [] : [[type, `${url}${pathsOfKind[kind].path}`]];
    }),
  );
}

/** Whether a body is JSON or something else. */
export function isMixed(content: Record<string, unknown> | undefined): content is Record<string, unknown> {
  return content !== undefined && 'application/json' in content && Object.keys(content).length > 1;
}

function kindOf(contentType: string): 'json' | keyof typeof pathsOfKind {
  if (contentType === 'application/json') return 'json';
  return contentType.startsWith('multipart/') ? 'form' : 'file';
}
