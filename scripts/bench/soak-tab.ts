import { Readable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { setTimeout as sleep } from 'node:timers/promises'

type Listening = { origin: string; cookie: string; partners: string[]; rest: () => number }

/**
 * One open tab of a member: listens to the stream, and loads a thread when it hears that there is news in it, as the
 * page does. Notes every message that it would show, and everything that it should not have met.
 */
export class SoakTab {
  /** Ids of the messages shown in the thread with each partner, in the order in which they came. */
  readonly shown = new Map<string, number[]>()
  readonly problems: string[] = []
  events = 0
  reconnections = 0
  #last = ''
  #heard = 0
  #open = true
  #loading: Promise<unknown> = Promise.resolve()
  #connection = new AbortController()

  constructor(private readonly with_: Listening) {
    for (const partner of with_.partners) this.shown.set(partner, [])
  }

  /** Listens until `close`; hangs up now and then, and goes on from where it was. */
  async run(): Promise<void> {
    while (this.#open) {
      this.#connection = new AbortController()
      const hangUp = setTimeout(() => this.#connection.abort(), this.with_.rest())
      await this.#listen().catch((error) => this.#unlessHungUp(error))
      clearTimeout(hangUp)
      if (this.#open) this.reconnections += 1
    }
    await this.#loading
  }

  close(): void {
    this.#open = false
    this.#connection.abort()
  }

  /** Shows what is in the thread now without having been told; what it finds was missed. */
  async lookAgain(partner: string): Promise<void> {
    const before = this.shown.get(partner)?.length
    await this.#load(partner)
    if (this.shown.get(partner)?.length !== before)
      this.problems.push(`nobody told of a message of ${partner}`)
  }

  async #listen(): Promise<void> {
    const headers = { cookie: this.with_.cookie, ...(this.#last && { 'last-event-id': this.#last }) }
    const answer = await fetch(`${this.with_.origin}/api/stream`, {
      headers,
      signal: this.#connection.signal,
    })
    if (answer.status !== 200 || !answer.body) {
      this.problems.push(`the stream answered ${answer.status}`)
      await sleep(1000)
      return
    }
    let rest = ''
    const text = new TextDecoder()
    for await (const chunk of Readable.fromWeb(answer.body as NodeStream)) {
      const blocks = (rest + text.decode(chunk as Uint8Array, { stream: true })).split('\n\n')
      rest = blocks.pop() as string
      for (const block of blocks) this.#take(block)
    }
  }

  #take(block: string): void {
    const fields = new Map(
      block.split('\n').flatMap((line): [string, string][] => {
        const at = line.indexOf(':')
        return at > 0 ? [[line.slice(0, at), line.slice(at + 1).trimStart()]] : []
      }),
    )
    const id = fields.get('id')
    if (id) this.#last = id
    const data = fields.get('data')
    if (!data) return
    this.events += 1
    if (fields.get('event') !== 'signal') return
    const signal = JSON.parse(data) as { name: string; subject?: string; timestamp: number }
    if (signal.timestamp <= this.#heard) this.problems.push(`${signal.name} came twice or out of order`)
    this.#heard = signal.timestamp
    if (signal.name === 'message' && signal.subject) this.#later(signal.subject)
  }

  /** One load after another, so that what comes first is shown first. */
  #later(partner: string): void {
    this.#loading = this.#loading.then(() => this.#load(partner)).catch((error) => this.#unlessHungUp(error))
  }

  async #load(partner: string): Promise<void> {
    const answer = await fetch(`${this.with_.origin}/messages/${partner}`, {
      headers: { cookie: this.with_.cookie },
    })
    if (answer.status !== 200) this.problems.push(`/messages/${partner} answered ${answer.status}`)
    const ids = [...(await answer.text()).matchAll(/ id="message-(\d+)"/g)].map(([, id]) => Number(id))
    const shown = this.shown.get(partner) ?? []
    if (ids.some((id, at) => at > 0 && id <= (ids[at - 1] as number)))
      this.problems.push(`the thread with ${partner} is out of order`)
    const last = shown.at(-1) ?? 0
    shown.push(...ids.filter((id) => id > last))
    this.shown.set(partner, shown)
  }

  #unlessHungUp(error: unknown): void {
    if (!this.#connection.signal.aborted) this.problems.push(String(error))
  }
}
