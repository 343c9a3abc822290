import type { Worker } from 'node:cluster'

export function relayMetrics(sender: Worker, message: unknown): void
