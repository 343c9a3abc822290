import { randomBytes } from 'node:crypto'
import { cookiesOf, findForm, type PlainForm, submit } from '../bench/plain-form'

/** The outcome of one request. Status 0 means that there was no response. */
export type Outcome = {
  at: number
  method: 'GET' | 'POST'
  path: string
  status: number
  milliseconds: number
  retryAfter: string | null
  type: string
}

/** The acknowledged writes, which are looked up in the database afterwards. */
export type Acknowledged = {
  posts: string[]
  messages: string[]
  likes: { username: string; post: number }[]
  signUps: string[]
}

/** Milliseconds until a client times out. */
const clientTimeout = 60_000

export const password = 'quiet lantern 42'

/** A member who uses the site like a browser without JavaScript, and records what was acknowledged. */
export class Member {
  cookie = ''
  outcomes: Outcome[] = []
  acknowledged: Acknowledged = { posts: [], messages: [], likes: [], signUps: [] }
  readonly #forms = new Map<string, PlainForm>()

  constructor(
    readonly origin: string,
    readonly username: string,
  ) {}

  /** The same member and session at another server. */
  at(origin: string): Member {
    const { cookie, outcomes, acknowledged } = this
    return Object.assign(new Member(origin, this.username), { cookie, outcomes, acknowledged })
  }

  /** Signs up. @throws Error unless the server acknowledges it */
  async signUp(): Promise<void> {
    const email = `${this.username}@example.com`
    const values = { username: this.username, email, password, repeat: password }
    const response = await this.#send('/signup', 'repeat', values, '/signup')
    this.cookie = response ? cookiesOf(response) : ''
    if (!isAccepted(response) || !this.cookie.includes('roost.session='))
      throw new Error(`the sign-up of ${this.username} returned ${response?.status ?? 'no response'}`)
    this.acknowledged.signUps.push(this.username)
  }

  async post(): Promise<void> {
    const body = `fault ${randomBytes(9).toString('base64url')}`
    if (isAccepted(await this.#send('/', 'submission', { body, ...newKey() })))
      this.acknowledged.posts.push(body)
  }

  async message(to: string): Promise<void> {
    const body = `fault ${randomBytes(9).toString('base64url')}`
    if (isAccepted(await this.#send(`/messages/${to}`, 'body', { body, ...newKey() })))
      this.acknowledged.messages.push(body)
  }

  /** Likes the post if the page of the post can be read. */
  async like(post: number): Promise<void> {
    const path = `/posts/${post}`
    const response = await this.get(path)
    if (response?.status !== 200) return
    const html = await response.text().catch(() => '')
    if (!html.includes('<form id="likes"')) return
    const form = findForm(html.slice(html.indexOf('<form id="likes"')), '$ACTION_KEY')
    if (isAccepted(await this.#submit(path, form, { like: String(post) })))
      this.acknowledged.likes.push({ username: this.username, post })
  }

  /** Whether the session is valid at the server. */
  async isLoggedIn(): Promise<boolean> {
    const response = await this.get('/account')
    return response?.status === 200
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response | null> {
    return this.#record('GET', path, () =>
      fetch(this.origin + path, {
        headers: { accept: 'text/html', ...(this.cookie && { cookie: this.cookie }), ...headers },
        redirect: 'manual',
        signal: AbortSignal.timeout(clientTimeout),
      }),
    )
  }

  /** Submits a form with a file. */
  async send(path: string, body: FormData): Promise<Response | null> {
    const url = this.origin + path
    const headers = { cookie: this.cookie, origin: this.origin, referer: url }
    const response = await this.#record('POST', path, () =>
      withTimeout(fetch(url, { method: 'POST', redirect: 'manual', headers, body })),
    )
    await response?.arrayBuffer().catch(() => null)
    return response
  }

  /** Submits a form. The form of a page is read once: its hidden fields stay valid. */
  async #send(
    path: string,
    field: string,
    values: Record<string, string>,
    key = path,
  ): Promise<Response | null> {
    let form = this.#forms.get(key)
    if (!form) {
      const page = await this.get(path)
      if (page?.status !== 200) return null
      form = findForm(await page.text(), field)
      this.#forms.set(key, form)
    }
    return this.#submit(path, form, values)
  }

  async #submit(path: string, form: PlainForm, values: Record<string, string>): Promise<Response | null> {
    const response = await this.#record('POST', path, () =>
      withTimeout(submit(this.origin + path, form, values, this.cookie)),
    )
    await response?.arrayBuffer().catch(() => null)
    return response
  }

  async #record(
    method: Outcome['method'],
    path: string,
    request: () => Promise<Response>,
  ): Promise<Response | null> {
    const started = performance.now()
    const response = await request().catch(() => null)
    this.outcomes.push({
      at: Date.now(),
      ...{ method, path },
      status: response?.status ?? 0,
      milliseconds: Math.round(performance.now() - started),
      retryAfter: response?.headers.get('retry-after') ?? null,
      type: response?.headers.get('content-type') ?? '',
    })
    return response
  }
}

/** A redirect without a message of danger: a refused form is redirected as well. */
function isAccepted(response: Response | null): boolean {
  return response?.status === 303 && !/danger|login/.test(decodeURIComponent(messageOf(response)))
}

const messageOf = (response: Response) =>
  `${response.headers.getSetCookie().join(' ')} ${response.headers.get('location')}`.replace(
    /%(?![\da-f]{2})/gi,
    '',
  )

const newKey = () => ({ submission: randomBytes(12).toString('base64url') })

function withTimeout(response: Promise<Response>): Promise<Response> {
  let timer: NodeJS.Timeout
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no response')), clientTimeout)
  })
  return Promise.race([response, late]).finally(() => clearTimeout(timer))
}
