import { distance } from 'fastest-levenshtein';
import type { FastifyInstance } from 'fastify';

interface Route {
  segments: string[];
  methods: Set<string>;
}

/** More segments than any route has. */
const segmentsMax = 32;
/** Edit distance up to which a route is suggested for an unknown path. */
const typoDistanceMax = 3;

/** The routes by path: tells a wrong method or a misspelling from a path that does not exist.
 *  Create it before the routes are registered. The catch-all route for preflights is left out. */
export function routeTable(app: FastifyInstance) {
  const routes = new Map<string, Route>();
  app.addHook('onRoute', ({ url, method }) => {
    if (url === '*') return;
    const route = routes.get(url) ?? { segments: url.split('/'), methods: new Set() };
    for (const name of [method].flat()) route.methods.add(name);
    routes.set(url, route);
  });

  return {
    /** Methods of the routes that match a path; empty if no route matches. */
    methodsOf(path: string): string[] {
      const segments = path.split('/', segmentsMax);
      const matching = [...routes.values()].filter((route) => matches(route.segments, segments));
      return [...new Set(matching.flatMap(({ methods }) => [...methods]))].sort();
    },
    /** The path of the most similar route, which has no slash at its end; null if none is similar. */
    nearest(path: string): string | null {
      const segments = path.split('/', segmentsMax);
      while (segments.at(-1) === '') segments.pop();
      let best: { path: string; distance: number } | null = null;
      for (const route of routes.values()) {
        if (route.segments.length !== segments.length || route.segments.includes('*')) continue;
        const apart = distanceOf(route.segments, segments);
        if (apart > typoDistanceMax || apart >= (best?.distance ?? Number.POSITIVE_INFINITY)) continue;
        const meant = route.segments.map((segment, i) => (isParameter(segment) ? segments[i] : segment));
        best = { path: meant.join('/'), distance: apart };
      }
      return best?.path ?? null;
    },
  };
}

/** Edit distance between the fixed segments of a route and those of a path; infinite where their lengths are too far
 *  apart, or where a parameter would be empty. */
function distanceOf(route: string[], path: string[]): number {
  let sum = 0;
  for (const [i, segment] of route.entries()) {
    if (isParameter(segment)) {
      if (path[i] === '') return Number.POSITIVE_INFINITY;
      continue;
    }
    if (Math.abs(segment.length - path[i].length) > typoDistanceMax) return Number.POSITIVE_INFINITY;
    sum += distance(segment, path[i]);
    if (sum > typoDistanceMax) return Number.POSITIVE_INFINITY;
  }
  return sum;
}

function isParameter(segment: string): boolean {
  return segment.startsWith(':');
}

function matches(route: string[], path: string[]): boolean {
  if (route.at(-1) === '*')
    return path.length >= route.length && matches(route.slice(0, -1), path.slice(0, route.length - 1));
  return (
    route.length === path.length &&
    route.every((segment, i) => (isParameter(segment) ? path[i] !== '' : segment === path[i]))
  );
}
