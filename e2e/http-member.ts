import { findForm, type PlainForm, submit } from '../scripts/bench/plain-form'

const password = 'quiet lantern 42'

/** A member who uses the site over plain HTTP, like a browser without JavaScript. */
export class HttpMember {
  readonly statuses = new Map<number, number>()
  /** The Cookie header of the session. */
  cookie = ''

  private constructor(
    private readonly base: string,
    readonly name: string,
  ) {}

  static async signUp(base: string, name: string): Promise<HttpMember> {
    const member = new HttpMember(base, name)
    const form = findForm(await member.get('/signup'), 'repeat')
    const values = { username: name, email: `${name}@example.com`, password, repeat: password }
    const response = await submit(`${base}/signup`, form, values)
    if (response.status !== 303) throw new Error(`sign-up returned ${response.status}`)
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] as string)
    member.cookie = cookies.find((cookie) => cookie.startsWith('roost.session=')) ?? ''
    return member
  }

  async get(path: string): Promise<string> {
    const response = await fetch(this.base + path, { headers: { cookie: this.cookie } })
    this.countStatus(response.status)
    return response.text()
  }

  /** @returns whether the server confirmed the post */
  async post(body: string): Promise<boolean> {
    return this.send('/', 'submission', { body })
  }

  /** Submits the composer of a page. Returns the id of the post. */
  async write(path: string, body: string): Promise<number> {
    if (!(await this.send(path, 'body', { body }))) throw new Error(`posting on ${path} was refused`)
    const ids = [...(await this.get(`/users/${this.name}`)).matchAll(/id="post-(\d+)"/g)].map(([, id]) =>
      Number(id),
    )
    return Math.max(...ids)
  }

  async edit(id: number, body: string): Promise<boolean> {
    return this.send(`/posts/${id}/edit`, 'body', { body })
  }

  async remove(id: number): Promise<boolean> {
    return this.send(`/posts/${id}/delete`, 'id', {})
  }

  async like(id: number): Promise<boolean> {
    // The buttons are outside their form, which has no fields.
    const html = await this.get(`/posts/${id}`)
    const form = findForm(html.slice(html.indexOf('<form id="likes"')), '$ACTION_KEY')
    return this.submit(`/posts/${id}`, form, { like: String(id) })
  }

  async rename(username: string, displayName: string): Promise<boolean> {
    return this.send('/account', 'displayName', { username, displayName })
  }

  async follow(name: string): Promise<boolean> {
    return this.send(`/users/${name}`, 'username', {})
  }

  private async send(path: string, field: string, values: Record<string, string>): Promise<boolean> {
    return this.submit(path, findForm(await this.get(path), field), values)
  }

  private async submit(path: string, form: PlainForm, values: Record<string, string>): Promise<boolean> {
    const response = await submit(this.base + path, form, values, this.cookie)
    this.countStatus(response.status)
    await response.arrayBuffer()
    return response.status === 303
  }

  private countStatus(status: number): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
  }
}
