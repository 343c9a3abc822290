type Kind = 'file' | 'function'
type State = {
  target: { kind: Kind | 'response' | 'redirect' | 'none'; path?: string; url?: string; response?: Response }
  status?: number
  headers: Headers
  middlewareHeaders: Headers
  requestHeaders: Headers
}

export function createRouter(
  config: { routes: object[] },
  find: (path: string) => Kind | null,
  runMiddleware: (name: string, request: Request) => Promise<Response>,
): (request: { method: string; url: string; headers: Headers }) => Promise<State>
