import type {Compute} from '../../ports/context.js'

/** A pure function that can be named and run elsewhere; input and output can be structured-cloned. */
export type ComputeTask = (input: never, signal?: AbortSignal) => unknown

/** Runs the named functions in this thread. */
export function createInlineCompute(functions: Readonly<Record<string, ComputeTask>>): Compute {
  return {
    async run<I, O>(task: string, input: I, signal?: AbortSignal): Promise<O> {
      signal?.throwIfAborted()
      const work = functions[task]
      if (!work) throw new Error(`there is no compute task '${task}'`)
      return (await work(input as never, signal)) as O
    },
  }
}
