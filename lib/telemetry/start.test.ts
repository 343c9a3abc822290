import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { log } from '../log/log'
import { telemetry } from './current'
import { startTelemetry } from './start'

test('starts without telemetry when its packages are missing, and logs how to install them', async () => {
  const error = vi.spyOn(log, 'error')
  await startTelemetry(mkdtempSync(join(tmpdir(), 'roost-telemetry-')))
  expect(telemetry()).toBeUndefined()
  expect(error).toHaveBeenCalledWith(
    expect.objectContaining({ event: 'telemetry.missing' }),
    expect.stringContaining('node scripts/install.mjs --omit=dev --telemetry'),
  )
})
