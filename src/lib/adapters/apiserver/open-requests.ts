import {FluxError} from '../../errors/flux-error.js'
import type {ApiAnswer, ApiRequest, ApiStream, ApiWatch} from './request/api-request.js'

type Serve = (request: ApiRequest) => Promise<ApiAnswer>

/** What is asked of a server until it is closed; closing ends all that is open, and refuses what comes later. */
export class OpenRequests {
  /** how each of what is open is ended */
  private readonly open = new Set<() => void>()
  private closed = false

  /** `counts`: is told of each request, and gives what is told of its answer */
  constructor(
    private readonly serve: Serve,
    private readonly counts: (request: ApiRequest) => (answer: ApiAnswer | undefined) => void,
  ) {}

  /** @throws FluxError `closed` */
  check(): void {
    if (this.closed) throw closedError()
  }

  /** Answers as the server does, a turn later; rejects with FluxError `closed` when that ends first. */
  handle(request: ApiRequest): Promise<ApiAnswer> {
    return new Promise((resolve, reject) => {
      this.check()
      const end = () => reject(closedError())
      this.open.add(end)
      const counted = this.counts(request)
      const done = (answer?: ApiAnswer) => {
        this.open.delete(end)
        counted(answer)
      }
      this.serve(request).then(
        (answer) => {
          done(answer)
          resolve(this.kept(answer))
        },
        (error) => {
          done()
          reject(error)
        },
      )
    })
  }

  /** Ends all that is open. */
  close(): void {
    this.closed = true
    for (const end of this.open) end()
    this.open.clear()
  }

  private kept(answer: ApiAnswer): ApiAnswer {
    if (answer.kind === 'response') return answer
    return answer.kind === 'watch' ? this.keptWatch(answer.watch) : this.keptStream(answer.stream)
  }

  private keptWatch(watch: ApiWatch): ApiAnswer {
    if (this.closed) watch.stop()
    else {
      this.open.add(watch.stop)
      watch.onEnd(() => this.open.delete(watch.stop))
    }
    return {kind: 'watch', watch}
  }

  private keptStream(stream: ApiStream): ApiAnswer {
    return {kind: 'stream', stream: {...stream, chunks: this.untilClosed(stream.chunks)}}
  }

  private async *untilClosed(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    const iterator = chunks[Symbol.asyncIterator]()
    let end = (): void => undefined
    const ended = new Promise<undefined>((resolve) => {
      end = () => resolve(undefined)
    })
    if (this.closed) end()
    this.open.add(end)
    try {
      for (;;) {
        const next = await Promise.race([ended, iterator.next()])
        if (next === undefined || next.done === true) return
        yield next.value
      }
    } finally {
      this.open.delete(end)
      // not waited for: who follows a log may be asleep
      void Promise.resolve(iterator.return?.()).catch(() => undefined)
    }
  }
}

function closedError(): FluxError {
  return new FluxError('closed', 'the embedded API is closed', {hints: ['startApiServer starts another one']})
}
