import type {Out} from '../../src/lib/ports/observe.js'
import {streamOut} from '../../src/lib/wiring/process-out.js'

/** An Out that keeps what was written. */
export function capturedOut(env: Readonly<Record<string, string | undefined>> = {}): {
  out: Out
  stdout(): string
  stderr(): string
} {
  const kept = {stdout: '', stderr: ''}
  const stream = (name: 'stdout' | 'stderr') => ({
    write(text: string, done: () => void) {
      kept[name] += text
      done()
      return true
    },
  })
  return {out: streamOut(stream('stdout'), stream('stderr'), env), stdout: () => kept.stdout, stderr: () => kept.stderr}
}
