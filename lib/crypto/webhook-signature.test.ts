import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { newWebhookSecret, signWebhook } from './webhook-signature'

const content = () => ({
  id: '0d9f9f8e-8f0c-4a53-9d0e-3c1f3a4b5c6d',
  timestamp: Math.floor(Date.now() / 1000),
  body: '{"text":"ñandú 🐦"}',
})

const verify = (secret: string, signature: string, { id, timestamp, body } = content()) =>
  new Webhook(secret).verify(body, {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signature,
  })

test('signs as the reference library of Standard Webhooks verifies', () => {
  const secret = newWebhookSecret()
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const signed = content()
  const signature = signWebhook([secret], signed)
  expect(verify(secret, signature, signed)).toEqual({ text: 'ñandú 🐦' })
  for (const changed of [{ id: 'other' }, { timestamp: signed.timestamp - 1 }, { body: '{}' }])
    expect(() => verify(secret, signature, { ...signed, ...changed })).toThrow('No matching signature')
  expect(() => verify(newWebhookSecret(), signature, signed)).toThrow('No matching signature')
})

test('signs with the former secret too, so that either verifies', () => {
  const [current, former] = [newWebhookSecret(), newWebhookSecret()]
  const signed = content()
  const signature = signWebhook([current, former], signed)
  for (const secret of [current, former]) expect(verify(secret, signature, signed)).toBeDefined()
  expect(() => verify(newWebhookSecret(), signature, signed)).toThrow()
})

test('the reference library rejects a signature that is older than five minutes', () => {
  const secret = newWebhookSecret()
  const signed = { ...content(), timestamp: Math.floor(Date.now() / 1000) - 301 }
  expect(() => verify(secret, signWebhook([secret], signed), signed)).toThrow('too old')
})
