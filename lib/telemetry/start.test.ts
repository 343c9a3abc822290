import { expect, test, vi } from 'vitest'
import { log } from '../log/log'
import { temporaryDirectory } from '../testing/temporary-directory'
import { telemetry } from './current'
import { startTelemetry } from './start'

test('starts without telemetry when its packages are missing, and logs how to install them', async () => {
  const error = vi.spyOn(log, 'error')
  await startTelemetry(temporaryDirectory())
  expect(telemetry()).toBeUndefined()
  expect(error).toHaveBeenCalledWith(
    expect.objectContaining({ event: 'telemetry.missing' }),
    expect.stringContaining('node scripts/install.mjs --omit=dev --telemetry'),
  )
})
