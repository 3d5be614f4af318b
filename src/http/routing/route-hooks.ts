import type { RouteOptions } from 'fastify';

type HookName = 'onRequest' | 'preValidation' | 'preHandler' | 'onSend';

/** Adds a hook to one route, in `onRoute`. It runs after the hooks of plugins. A hook that few routes need costs the
 *  others nothing so; a hook of a plugin is called for every request. */
export function addRouteHook<Name extends HookName>(
  route: RouteOptions,
  name: Name,
  hook: Extract<NonNullable<RouteOptions[Name]>, (...given: never[]) => unknown>,
): void {
  route[name] = [...[route[name] ?? []].flat(), hook] as RouteOptions[Name];
}
