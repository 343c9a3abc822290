import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { draftId } from '@/lib/request/form-state'
import { deleteDraft, deleteDraftsOfOthers, readDraft, saveDraft } from './drafts'

/** The part of the Storage interface that drafts use. Items are own properties. */
class FakeStorage {
  [key: string]: unknown
  getItem(key: string) {
    return Object.hasOwn(this, key) ? this[key] : null
  }
  setItem(key: string, value: string) {
    this[key] = value
  }
  removeItem(key: string) {
    delete this[key]
  }
}

let items = new FakeStorage()
beforeEach(() => {
  items = new FakeStorage()
  vi.stubGlobal('sessionStorage', items)
})
afterEach(() => vi.unstubAllGlobals())

const idOf = (member: number, place = '/') => draftId({ member, form: 'post', place })

test('returns a saved draft until it is deleted', () => {
  saveDraft(idOf(7), { body: 'Half a thought' })
  expect(readDraft(idOf(7))).toEqual({ body: 'Half a thought' })
  for (const other of [idOf(8), idOf(7, '/explore')]) expect(readDraft(other)).toBeNull()
  deleteDraft(idOf(7))
  expect(readDraft(idOf(7))).toBeNull()
})

test('deletes the drafts of all other members, and keeps other items', () => {
  for (const member of [0, 1, 12]) saveDraft(idOf(member), { body: 'x' })
  items.setItem('other', 'stays')
  deleteDraftsOfOthers(1)
  expect(Object.keys(items)).toEqual([`roost.draft.${idOf(1)}`, 'other'])
  deleteDraftsOfOthers(null)
  expect(Object.keys(items)).toEqual(['other'])
})

test('keeps at most 50,000 characters of a text and the latest 30 drafts', () => {
  saveDraft(idOf(7), { body: 'x'.repeat(60_000) })
  expect(readDraft(idOf(7))?.body).toHaveLength(50_000)
  deleteDraft(idOf(7))
  vi.useFakeTimers()
  for (let count = 0; count < 32; count++) {
    vi.setSystemTime(1_700_000_000_000 + count)
    saveDraft(idOf(7, String(count)), { body: 'x' })
  }
  vi.useRealTimers()
  const kept = Array.from({ length: 32 }, (_, count) => readDraft(idOf(7, String(count))) !== null)
  expect(kept).toEqual([false, false, ...Array(30).fill(true)])
})

test('returns no draft without sessionStorage or from malformed JSON', () => {
  items.setItem(`roost.draft.${idOf(7)}`, '{')
  expect(readDraft(idOf(7))).toBeNull()
  vi.stubGlobal('sessionStorage', undefined)
  saveDraft(idOf(7), { body: 'x' })
  deleteDraftsOfOthers(null)
  expect(readDraft(idOf(7))).toBeNull()
})
