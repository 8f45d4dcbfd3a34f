import type {Http, HttpRequest, HttpResponse} from '../../src/lib/ports/http.js'

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
}

/** HTTP that answers out of a function and keeps what was asked. */
export function httpAnswers(answer: (request: HttpRequest) => Answer | undefined): Http & {readonly asked: HttpRequest[]} {
  const asked: HttpRequest[] = []
  return {
    asked,
    async request(request): Promise<HttpResponse> {
      asked.push(request)
      const {status = 200, headers = {}, body = ''} = answer(request) ?? {status: 404}
      const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
      const chunks = async function* () {
        yield bytes
      }
      const text = async () => Buffer.from(bytes).toString('utf8')
      return {status, reason: status === 404 ? 'Not Found' : '', headers, body: chunks(), bytes: async () => bytes, text}
    },
  }
}
