export interface SourceErrorOptions {
  /** when to look again, for `waiting` */
  readonly requeueAfterMs?: number
  readonly cause?: unknown
}

/**
 * Why a run of a source did not come to its end (source-controller 4): `failed` is retried with back-off, `noop` means
 * that nothing had to be done, `waiting` looks again after a while, `stalling` needs somebody to change something.
 */
export class SourceError extends Error {
  override readonly name = 'SourceError'
  readonly requeueAfterMs: number | undefined

  constructor(
    readonly kind: 'failed' | 'noop' | 'waiting' | 'stalling',
    readonly reason: string,
    message: string,
    options: SourceErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause})
    this.requeueAfterMs = options.requeueAfterMs
  }
}
