import { randomBytes, timingSafeEqual } from 'node:crypto'
import { mac } from './signing'

/**
 * Creates the proof that a browser has logged in to an account: a random device id, and its MAC with the user and the
 * password. It reveals nothing about the user and becomes invalid when the password changes.
 * @param credential from `credentialDigest`
 */
export function newDeviceProof(userId: number, credential: string): string {
  const device = randomBytes(16).toString('base64url')
  return `${device}.${deviceMac(device, userId, credential)}`
}

/** The device id of the first proof that is valid for this user and password, or null. */
export function knownDevice(proofs: string[], userId: number, credential: string): string | null {
  for (const proof of proofs) {
    const [device = '', signature = ''] = proof.split('.')
    const expected = Buffer.from(deviceMac(device, userId, credential))
    const given = Buffer.from(signature)
    if (given.length === expected.length && timingSafeEqual(given, expected)) return device
  }
  return null
}

const deviceMac = (device: string, userId: number, credential: string) =>
  mac('known-device', `${device}\n${userId}\n${credential}`)
