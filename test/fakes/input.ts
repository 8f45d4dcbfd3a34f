import type {Input} from '../../src/lib/ports/observe.js'

/** An Input that gives one text and ends. */
export function inputOf(text: string): Input {
  return {
    async *bytes() {
      if (text !== '') yield new TextEncoder().encode(text)
    },
    interactive: false,
  }
}
