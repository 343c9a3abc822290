import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

describe('vercel.json', () => {
  const { crons, functions, buildCommand } = JSON.parse(readFileSync('vercel.json', 'utf8'))
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))

  test('requests handlers that exist and accept GET, at least once a minute', () => {
    for (const { path, schedule } of crons) {
      const file = join('app', path, 'route.ts')
      expect(existsSync(file)).toBe(true)
      expect(readFileSync(file, 'utf8')).toContain('export async function GET')
      expect(schedule).toBe('* * * * *')
    }
  })

  test('builds with a script of this project, and gives jobs as much time as they take', () => {
    expect(scripts).toHaveProperty([buildCommand.replace('npm run ', '')])
    const { maxDuration } = functions['app/**/*']
    expect(readFileSync('app/api/jobs/route.ts', 'utf8')).toContain(`maxDuration = ${maxDuration}`)
  })
})
