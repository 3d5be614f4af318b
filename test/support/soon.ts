/**
 * Milliseconds for what ends within two seconds on an idle machine, and without its rule would take minutes or never
 * end. A test that compares with this bound finds the missing rule, and does not depend on how fast the machine is.
 */
export const soonMs = 20_000;
