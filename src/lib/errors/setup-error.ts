import {FluxError, messageOf} from './flux-error.js'

/** A controller cannot start; `step` is what Flux's controllers log of what they were about. */
export class SetupError extends FluxError {
  constructor(
    readonly step: string,
    message: string,
    cause?: unknown,
  ) {
    super('bad-setup', message, {cause})
  }
}

/** Runs one step of a controller's start; `words` are said before its failure. */
export function setupStep<T>(step: string, action: () => T, words = ''): T {
  try {
    return action()
  } catch (error) {
    throw error instanceof SetupError ? error : new SetupError(step, words + messageOf(error), error)
  }
}
