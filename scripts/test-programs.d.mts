export function ensureProgram(name: 'redis-server' | 'nginx' | 'systemd-analyze'): string
export function installTestPrograms(): void
