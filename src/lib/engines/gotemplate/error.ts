import {FluxError} from '../../errors/flux-error.js'

/** A template that cannot be parsed or executed; the message is Go's, `cause` what a function complained about. */
export class TemplateError extends FluxError {
  override readonly name = 'TemplateError'

  constructor(message: string, options: {cause?: unknown} = {}) {
    super('template-error', message, options)
  }
}

/** What a template function refuses: becomes `error calling NAME: MESSAGE`. */
export class GoError extends Error {
  override readonly name = 'GoError'
}

/** A method that templates cannot call, whatever the arguments: found, and refused before it is run. */
export class SignatureError extends GoError {}
