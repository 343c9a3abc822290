import { Readable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { setTimeout as sleep } from 'node:timers/promises'

type Options = { origin: string; cookie: string; partners: string[]; pause: () => number }

/**
 * An open tab of a member: listens to the event stream and loads a conversation when a signal announces a message, as the
 * page does. Records every message it would show, and every problem.
 */
export class SoakTab {
  /** The ids of the shown messages by partner, in the order of arrival. */
  readonly shown = new Map<string, number[]>()
  readonly problems: string[] = []
  events = 0
  reconnections = 0
  #lastEventId = ''
  #lastTimestamp = 0
  #open = true
  #loading: Promise<unknown> = Promise.resolve()
  #connection = new AbortController()

  constructor(private readonly options: Options) {
    for (const partner of options.partners) this.shown.set(partner, [])
  }

  /** Listens until `close`; disconnects from time to time and resumes after the last event. */
  async run(): Promise<void> {
    while (this.#open) {
      this.#connection = new AbortController()
      const disconnect = setTimeout(() => this.#connection.abort(), this.options.pause())
      await this.#listen().catch((error) => this.#reportUnlessAborted(error))
      clearTimeout(disconnect)
      if (this.#open) this.reconnections += 1
    }
    await this.#loading
  }

  close(): void {
    this.#open = false
    this.#connection.abort()
  }

  /** Loads a conversation without a signal; a new message means that its signal was missed. */
  async checkForMissed(partner: string): Promise<void> {
    const before = this.shown.get(partner)?.length
    await this.#load(partner)
    if (this.shown.get(partner)?.length !== before)
      this.problems.push(`no signal for a message of ${partner}`)
  }

  async #listen(): Promise<void> {
    const headers = {
      cookie: this.options.cookie,
      ...(this.#lastEventId && { 'last-event-id': this.#lastEventId }),
    }
    const response = await fetch(`${this.options.origin}/data/stream`, {
      headers,
      signal: this.#connection.signal,
    })
    if (response.status !== 200 || !response.body) {
      this.problems.push(`the stream returned ${response.status}`)
      await sleep(1000)
      return
    }
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of Readable.fromWeb(response.body as NodeStream)) {
      const blocks = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n\n')
      rest = blocks.pop() as string
      for (const block of blocks) this.#handleEvent(block)
    }
  }

  #handleEvent(block: string): void {
    const fields = new Map(
      block.split('\n').flatMap((line): [string, string][] => {
        const colon = line.indexOf(':')
        return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1).trimStart()]] : []
      }),
    )
    const id = fields.get('id')
    if (id) this.#lastEventId = id
    const data = fields.get('data')
    if (!data) return
    this.events += 1
    if (fields.get('event') !== 'signal') return
    const signal = JSON.parse(data) as { name: string; subject?: string; timestamp: number }
    if (signal.timestamp <= this.#lastTimestamp)
      this.problems.push(`${signal.name} arrived twice or out of order`)
    this.#lastTimestamp = signal.timestamp
    if (signal.name === 'message' && signal.subject) this.#enqueueLoad(signal.subject)
  }

  /** Loads run one after another, so that messages are shown in order. */
  #enqueueLoad(partner: string): void {
    this.#loading = this.#loading
      .then(() => this.#load(partner))
      .catch((error) => this.#reportUnlessAborted(error))
  }

  async #load(partner: string): Promise<void> {
    const response = await fetch(`${this.options.origin}/messages/${partner}`, {
      headers: { cookie: this.options.cookie },
    })
    if (response.status !== 200) this.problems.push(`/messages/${partner} returned ${response.status}`)
    const ids = [...(await response.text()).matchAll(/ id="message-(\d+)"/g)].map(([, id]) => Number(id))
    const shown = this.shown.get(partner) ?? []
    if (ids.some((id, index) => index > 0 && id <= (ids[index - 1] as number)))
      this.problems.push(`the conversation with ${partner} is out of order`)
    const last = shown.at(-1) ?? 0
    shown.push(...ids.filter((id) => id > last))
    this.shown.set(partner, shown)
  }

  #reportUnlessAborted(error: unknown): void {
    if (!this.#connection.signal.aborted) this.problems.push(String(error))
  }
}
