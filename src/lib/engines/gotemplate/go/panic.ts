import {GoError} from '../error.js'

/** What Go's run time says when a function trips over its arguments. */
export function panic(message: string): GoError {
  return new GoError(`runtime error: ${message}`)
}

export function nilPointer(): GoError {
  return panic('invalid memory address or nil pointer dereference')
}
