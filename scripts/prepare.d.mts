/** Something the person can mend: one line, no stack. */
export class SetupError extends Error {}

/** .env, overruled by the environment, completed by the secrets of the data directory. */
export function settings(): Record<string, string>
