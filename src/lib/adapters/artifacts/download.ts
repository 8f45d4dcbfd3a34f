import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {Context} from '../../ports/context.js'
import type {HttpResponse} from '../../ports/http.js'

export interface DownloadOptions {
  readonly url: string
  /** further tries after the first (kustomize-controller 4: 9) */
  readonly retries: number
  readonly maxBytes: number
  readonly signal?: AbortSignal | undefined
}

const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 30_000

/**
 * An archive by HTTP: connection errors, 429 and 5xx but 501 are tried again.
 * @throws FluxError `artifact-not-found` for a 404, `artifact-download` for everything else
 */
export async function download(context: Pick<Context, 'http' | 'clock'>, options: DownloadOptions): Promise<Uint8Array> {
  const {url, retries, maxBytes, signal} = options
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted()
    const last = attempt >= retries
    let failure: FluxError
    try {
      const response = await context.http.request({url, maxBytes, ...(signal ? {signal} : {})})
      if (response.status === 200) return await response.bytes()
      failure = await refusal(response, url)
      if (last || !again(response.status)) throw failure
    } catch (error) {
      if (error instanceof FluxError) throw error
      signal?.throwIfAborted()
      failure = new FluxError('artifact-download', `failed to download archive, error: ${messageOf(error)}`, {cause: error})
      if (last) throw failure
    }
    await context.clock.sleep(Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS), signal)
  }
}

async function refusal(response: HttpResponse, url: string): Promise<FluxError> {
  await response.bytes().catch(() => undefined)
  if (response.status === 404) return new FluxError('artifact-not-found', 'file not found')
  const text = `failed to download archive from ${url} (status: ${response.status})`
  return new FluxError('artifact-download', text)
}

function again(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501)
}
