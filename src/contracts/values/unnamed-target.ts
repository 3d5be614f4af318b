/** Name of a target that has no column of its own name, as in JSON. */
export const unnamedTarget = 'value';
