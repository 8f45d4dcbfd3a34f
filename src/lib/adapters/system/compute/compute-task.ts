/** A pure function that can be named and run elsewhere; input and output can be structured-cloned. */
export type ComputeTask = (input: never, signal?: AbortSignal) => unknown
