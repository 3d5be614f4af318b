/** JSON schema that a value and others of its shape match. Items of an array have the schema of its first item. */
export function schemaOf(value: unknown): Record<string, unknown> {
  if (Array.isArray(value)) return { type: 'array', items: value.length === 0 ? {} : schemaOf(value[0]) };
  if (value === null) return { type: 'null' };
  switch (typeof value) {
    case 'object': {
      const entries = Object.entries(value as object);
      return {
        type: 'object',
        required: entries.map(([name]) => name),
        properties: Object.fromEntries(entries.map(([name, one]) => [name, schemaOf(one)])),
        additionalProperties: false,
      };
    }
    case 'number':
      return { type: 'number' };
    case 'boolean':
      return { type: 'boolean' };
    default:
      return { type: 'string' };
  }
}
