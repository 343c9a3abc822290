import type { RequestListener } from 'node:http'

type Pool = { run<T>(send: (port: number) => Promise<T>): Promise<T> }

export function createLambdaFront(options: {
  assets: string
  patterns: string[]
  pool: Pool
}): RequestListener

export function patternToRegExp(pattern: string): RegExp
