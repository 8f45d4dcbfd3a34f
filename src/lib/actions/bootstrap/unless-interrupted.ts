import {FluxError} from '../../errors/flux-error.js'

/**
 * What the action comes to. When somebody ended the command (`signal` is the process's, without a deadline) that is what it
 * fails with, whatever was under way then.
 */
export async function unlessInterrupted<T>(signal: AbortSignal, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    throw signal.aborted && signal.reason instanceof FluxError ? signal.reason : error
  }
}
