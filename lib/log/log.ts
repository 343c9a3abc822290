import { pino } from 'pino'
import { env } from '../env'

/** One JSON line an event on stdout. Secrets that slip into a field are struck out here too. */
export const log = pino({
  level: env.NODE_ENV === 'test' ? 'silent' : env.LOG_LEVEL,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: [
    'password',
    '*.password',
    'passwordHash',
    '*.passwordHash',
    'token',
    '*.token',
    'cookie',
    '*.cookie',
  ],
})
