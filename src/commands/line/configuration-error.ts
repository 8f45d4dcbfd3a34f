import {FluxError} from '../../lib/errors/flux-error.js'

const CODES = new Set(['no-kubeconfig', 'bad-kubeconfig', 'no-context', 'no-cluster', 'no-user'])
const CLIENT = 'kubernetes client initialization failed: '

/** True for an error about what the kubeconfig and the flags over it say, before any server was asked. */
export function isConfigurationError(error: unknown): boolean {
  return error instanceof FluxError && CODES.has(error.code)
}

/**
 * For a rejected `session.cluster()` of the commands that load the kubeconfig in a way of their own (`check`, `logs`,
 * `migrate`): throws the error in their words, `before` in front of it, after `started` has said what they say first.
 */
export function refuseConfiguration(before = '', started: () => void = () => {}): (error: unknown) => never {
  return (error) => {
    started()
    if (!(error instanceof FluxError)) throw error
    const again = (message: string) => new FluxError(error.code, message, {cause: error.cause, hints: error.hints})
    if (isConfigurationError(error)) throw again(`${before}kubernetes configuration load failed: ${error.message}`)
    // these do not say of a client that cannot be made which step failed
    if (error.code === 'bad-client' && error.message.startsWith(CLIENT)) throw again(error.message.slice(CLIENT.length))
    throw error
  }
}
