/** A run that stopped at a step: the reason and message that Ready gets, and what the event and the log say. */
export class RunFailure extends Error {
  override readonly name = 'RunFailure'

  constructor(
    readonly reason: string,
    message: string,
    /** text of event and log where it is not the condition's */
    readonly told: string = message,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : {cause})
  }
}

/** The artifact's file is not there (yet): the source is asked again soon. */
export class ArtifactMissing extends Error {
  override readonly name = 'ArtifactMissing'
}

/** Waiting for health was given up because something new is to be reconciled. */
export class HealthCheckCanceled extends Error {
  override readonly name = 'HealthCheckCanceled'

  /** `trigger` is `Kind/namespace/name` */
  constructor(readonly trigger: string) {
    super(`New reconciliation triggered by ${trigger}`)
  }
}

/** A configuration that no retry mends: no run until something changes. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError'
}
