import { makeAdmin } from '../admin'
import { newMember } from '../members'
import { type Account, origin, password } from '../plain-http'
import type { Call } from './calls'
import type { Answer, Secret } from './checks'

/** Sends calls as one member, or as a guest. What others must not see is added to the secrets. */
export class Actor {
  private token: string | null = null

  /**
   * @param account null for a guest
   * @param secrets of all actors
   */
  constructor(
    private readonly index: number,
    private account: Account | null,
    private readonly secrets: Secret[],
    private readonly isAdmin = false,
  ) {
    this.keepSecret(account?.email)
  }

  /** Gets a token. When the account can no longer log in, a new account replaces it. */
  async logIn(): Promise<void> {
    if (!this.account) return
    const response = await this.requestToken(this.account)
    if (response.status !== 200) {
      this.account = newMember()
      if (this.isAdmin) makeAdmin(this.account)
      this.keepSecret(this.account.email)
      return this.logIn()
    }
    this.token = ((await response.json()) as { token: string }).token
    this.keepSecret(this.token)
  }

  /** Sends a call. One that is refused because an earlier call has ended the token is sent again with a new one. */
  async send(call: Call): Promise<Answer> {
    const answer = await this.sendOnce(call)
    const needsToken = call.operation.responses['401'] && !call.operation.security
    if (!this.account || !needsToken || answer.status !== 401) return answer
    await this.logIn()
    return this.sendOnce(call)
  }

  private async sendOnce({ method, target, headers, body, operation }: Call): Promise<Answer> {
    const authorization = operation.security ? this.basic() : this.token && `Bearer ${this.token}`
    const response = await fetch(origin() + target, {
      method,
      headers: { ...headers, ...(authorization && { authorization }) },
      ...(body !== undefined && { body }),
    })
    const type = response.headers.get('content-type') ?? ''
    return { status: response.status, type, text: await response.text() }
  }

  private basic(): string | null {
    return this.account && `Basic ${Buffer.from(`${this.account.email}:${password}`).toString('base64')}`
  }

  private requestToken({ email }: Account): Promise<Response> {
    const authorization = `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`
    return fetch(`${origin()}/api/tokens`, { method: 'POST', headers: { authorization } })
  }

  private keepSecret(text: string | undefined): void {
    if (text) this.secrets.push({ owner: this.index, text })
  }
}
