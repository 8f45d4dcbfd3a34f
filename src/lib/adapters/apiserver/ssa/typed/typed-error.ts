/** One fault of a value against its type, with the path below the place where it was found. */
export interface Fault {
  path: string
  readonly message: string
}

/** A value does not fit its type; the text is the server's. */
export class TypedError extends Error {
  override readonly name = 'TypedError'

  constructor(faults: readonly Fault[]) {
    const lines = faults.map(({path, message}) => (path === '' ? message : `${path}: ${message}`))
    super(lines.length === 1 ? lines[0] : ['errors:', ...lines.map((line) => `  ${line}`)].join('\n'))
  }
}

/** Throws when an item of a list cannot be told from the others. */
export function elementFault(index: number, message: string): TypedError {
  return new TypedError([{path: '', message: `element ${index}: ${message}`}])
}

/** Runs `work`; a value that does not fit is told with what was tried. */
export function failing<T>(what: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof TypedError ? new TypedError([{path: '', message: `${what}${error.message}`}]) : error
  }
}
