import { findForm, submit } from '../scripts/bench/plain-form'

const password = 'quiet lantern 42'

/** A member who uses the product over HTTP alone, as a browser without JavaScript does. */
export class HttpMember {
  readonly statuses = new Map<number, number>()
  /** The session, as a browser would send it. */
  cookie = ''

  private constructor(
    private readonly base: string,
    readonly name: string,
  ) {}

  static async signUp(base: string, name: string): Promise<HttpMember> {
    const member = new HttpMember(base, name)
    const form = findForm(await member.get('/signup'), 'repeat')
    const values = { username: name, email: `${name}@example.com`, password, repeat: password }
    const answer = await submit(`${base}/signup`, form, values)
    if (answer.status !== 303) throw new Error(`sign-up answered ${answer.status}`)
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] as string)
    member.cookie = cookies.find((cookie) => cookie.startsWith('roost.session=')) ?? ''
    return member
  }

  async get(path: string): Promise<string> {
    const answer = await fetch(this.base + path, { headers: { cookie: this.cookie } })
    this.note(answer.status)
    return answer.text()
  }

  /** @returns Whether the server said that the post is stored. */
  async post(body: string): Promise<boolean> {
    return this.send('/', 'submission', { body })
  }

  async follow(name: string): Promise<boolean> {
    return this.send(`/users/${name}`, 'username', {})
  }

  private async send(path: string, field: string, values: Record<string, string>): Promise<boolean> {
    const form = findForm(await this.get(path), field)
    const answer = await submit(this.base + path, form, values, this.cookie)
    this.note(answer.status)
    await answer.arrayBuffer()
    return answer.status === 303
  }

  private note(status: number): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
  }
}
