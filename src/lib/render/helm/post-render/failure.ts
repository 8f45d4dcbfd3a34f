import {FluxError} from '../../../errors/flux-error.js'

/** A failure of post-rendering, in words that are whole; its hints are those of its cause. */
export function postRenderError(
  message: string,
  cause: unknown,
  hints = cause instanceof FluxError ? cause.hints : [],
): FluxError {
  return new FluxError('post-render', message, {cause, hints})
}
