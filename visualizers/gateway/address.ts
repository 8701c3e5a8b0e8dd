const BASE = '/api/v1';

/** Fills the parameters of a route and adds what is asked of it. */
export function address(
  route: string,
  parameters: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const path = route
    .replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''))
    .replace('*', () => (parameters['*'] ?? '').split('/').map(encodeURIComponent).join('/'));
  const asked = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(asked.map(([name, value]) => [name, String(value)])).toString();
  return `${BASE}${path}${search && `?${search}`}`;
}
