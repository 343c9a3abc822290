/**
 * @param version such as 24.21.0; by default the one that runs
 * @throws SetupError when Roost does not run on it
 */
export function checkNode(version?: string): void
