import type { IncomingMessage, ServerResponse } from 'node:http'

type Refusal = { status: number; headers: Record<string, string> }

export function findRefusal(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): Refusal | null
export function isValidHost(host: string): boolean
export function refuse(response: ServerResponse, refusal: Refusal): void
