import { expect, test } from 'vitest'
import { hasMemoryDirectory } from './memory-directory.mjs'

const machine = {
  mounts: 'proc /proc proc rw 0 0\ntmpfs /dev/shm tmpfs rw,relatime,size=24684084k 0 0\n',
  memory: 'MemTotal:       24684084 kB\nMemAvailable:   20000000 kB\n',
  freeBytes: () => 5e9,
}

test('keeps temporary files in memory when enough is available', () => {
  expect(hasMemoryDirectory(machine)).toBe(true)
})

test.each([
  ['a small file system, such as that of a container', { freeBytes: () => 64e6 }],
  ['little memory', { memory: 'MemTotal: 8000000 kB\nMemAvailable:    7000000 kB\n' }],
  ['unknown memory', { memory: '' }],
  ['no such file system', { mounts: 'proc /proc proc rw 0 0\n' }],
  ['a directory on a disk', { mounts: '/dev/vda /dev/shm ext4 rw 0 0\n' }],
  ['programs that cannot run there', { mounts: 'tmpfs /dev/shm tmpfs rw,nosuid,noexec 0 0\n' }],
  ['a read-only file system', { mounts: 'tmpfs /dev/shm tmpfs ro 0 0\n' }],
])('keeps them on the disk with %s', (_, difference) => {
  expect(hasMemoryDirectory({ ...machine, ...difference })).toBe(false)
})
