import { expect, test } from 'vitest'
import { toTimeZone } from './time-zone'

test.each([
  ['America/Los_Angeles', 'America/Los_Angeles'],
  ['america/los_angeles', 'America/Los_Angeles'],
  ['UTC', 'UTC'],
  ['Mars/Olympus', null],
  ['', null],
  ["Europe/Berlin'; --", null],
  ['x'.repeat(5000), null],
  [undefined, null],
])('resolves the time zone %s to %s', (value, zone) => expect(toTimeZone(value)).toBe(zone))
